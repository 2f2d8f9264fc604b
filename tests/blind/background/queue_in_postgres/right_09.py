"""Every write in SQL, a minute after clock_timestamp() and not after now()."""

from django.db import connection, models, transaction
from django.utils import timezone

LOCK = """
SELECT id, payload FROM jobs_job
WHERE tries < 3 AND due_at <= clock_timestamp()
ORDER BY priority DESC, due_at, id
FOR UPDATE SKIP LOCKED
LIMIT 1
"""
FAILED = """
UPDATE jobs_job SET tries = tries + 1, due_at = clock_timestamp() + interval '1 minute'
WHERE id = %s
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
            cursor.execute(LOCK)
            row = cursor.fetchone()
            if row is None:
                return False
            pk, payload = row
        try:
            with transaction.atomic():
                run(payload)
        except Exception:
            sql = FAILED
        else:
            sql = "DELETE FROM jobs_job WHERE id = %s"
        with connection.cursor() as cursor:
            cursor.execute(sql, [pk])
        return True
