"""Raw SQL for the row, with a partial index for it; update with F()."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

NEXT = """
SELECT id, payload FROM jobs_job
WHERE due_at <= %s AND tries < 3
ORDER BY priority DESC, due_at, id
LIMIT 1
FOR UPDATE SKIP LOCKED
"""


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"
        indexes = [
            models.Index(
                F("priority").desc(), "due_at", "id", condition=Q(tries__lt=3), name="jobs_next"
            )
        ]


def work(run):
    with transaction.atomic():
        jobs = list(Job.objects.raw(NEXT, [timezone.now()]))
        if not jobs:
            return False
        [job] = jobs
        row = Job.objects.filter(pk=job.pk)
        try:
            with transaction.atomic():
                run(job.payload)
                row.delete()
        except Exception:
            row.update(tries=F("tries") + 1, due_at=timezone.now() + timedelta(seconds=60))
        return True
