"""One statement claims the job and counts the try; a success deletes it."""

from django.db import connection, models, transaction
from django.utils import timezone


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


LATER = "clock_timestamp() + interval '1 minute'"
CLAIM = f"""
    UPDATE jobs_job SET tries = tries + 1, due_at = {LATER}
    WHERE id = (
        SELECT id FROM jobs_job WHERE due_at <= now() AND tries < 3
        ORDER BY priority DESC, due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, payload
"""


def work(run):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM)
        row = cursor.fetchone()
        if row is None:
            return False
        key, payload = row
        cursor.execute("SAVEPOINT job")
        try:
            run(payload)
        except Exception:
            cursor.execute("ROLLBACK TO SAVEPOINT job")
            cursor.execute(f"UPDATE jobs_job SET due_at = {LATER} WHERE id = %s", [key])
        else:
            cursor.execute("DELETE FROM jobs_job WHERE id = %s", [key])
        return True
