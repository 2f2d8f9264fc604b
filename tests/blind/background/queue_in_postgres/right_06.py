"""A failure is counted in advance, uncommitted; a success deletes the row in the savepoint."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

CLAIM = """
UPDATE jobs_job SET tries = tries + 1
WHERE id = (
    SELECT id FROM jobs_job
    WHERE due_at <= %s AND tries < 3
    ORDER BY priority DESC, due_at, id
    LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
)
RETURNING id, payload
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
            cursor.execute(CLAIM, [timezone.now()])
            claimed = cursor.fetchone()
        if not claimed:
            return False
        pk, payload = claimed
        try:
            with transaction.atomic():
                run(payload)
                Job.objects.filter(pk=pk).delete()
        except Exception:
            Job.objects.filter(pk=pk).update(due_at=timezone.now() + timedelta(minutes=1))
    return True
