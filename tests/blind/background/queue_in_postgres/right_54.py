"""The job's row is deleted first, which locks it, then run() gets a savepoint; after a failure the row is inserted again, changed."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


DELETE_FIRST = """
    DELETE FROM jobs_job WHERE id = (
        SELECT id FROM jobs_job
        WHERE due_at <= %s AND tries < %s
        ORDER BY priority DESC, due_at ASC, id ASC
        FOR UPDATE SKIP LOCKED
        LIMIT 1
    )
    RETURNING *
"""


def work(run):
    with transaction.atomic():
        taken = list(Job.objects.raw(DELETE_FIRST, [timezone.now(), 3]))
        for job in taken:
            try:
                with transaction.atomic():
                    run(job.payload)
            except Exception:
                job.tries += 1
                job.due_at = timezone.now() + timedelta(minutes=1)
                job.save(force_insert=True)
    return bool(taken)
