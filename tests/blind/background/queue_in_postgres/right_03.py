"""The row is deleted first, in a transaction that is still open, and put back after a failure."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

TAKE = """
DELETE FROM jobs_job
WHERE id = (
    SELECT id FROM jobs_job
    WHERE due_at <= %s AND tries < 3
    ORDER BY priority DESC, due_at ASC, id ASC
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING id, payload, priority, tries
"""


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


def work(run):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(TAKE, [timezone.now()])
            row = cursor.fetchone()
        if row is None:
            return False
        pk, payload, priority, tries = row
        try:
            with transaction.atomic():
                run(payload)
        except Exception:
            again = Job(
                pk=pk,
                payload=payload,
                priority=priority,
                tries=tries + 1,
                due_at=timezone.now() + timedelta(minutes=1),
            )
            again.save(force_insert=True)
    return True
