"""The queue's statements are plain SQL in one transaction, with a savepoint by hand around run()."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

MINUTE = timedelta(minutes=1)


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"
        indexes = [
            models.Index(
                models.F("priority").desc(),
                "due_at",
                "id",
                name="jobs_in_order",
                condition=models.Q(tries__lt=3),
            )
        ]


CLAIM = """
    SELECT id, payload FROM jobs_job
    WHERE tries < 3 AND due_at <= %s
    ORDER BY priority DESC, due_at, id
    LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
"""
FAILED = "UPDATE jobs_job SET tries = tries + 1, due_at = %s WHERE id = %s"
DONE = "DELETE FROM jobs_job WHERE id = %s"


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


@transaction.atomic
def work(run):
    row = execute(CLAIM, timezone.now())
    if row is None:
        return False
    key, payload = row
    if _succeeds(run, payload):
        execute(DONE, key)
    else:
        execute(FAILED, timezone.now() + MINUTE, key)
    return True


def _succeeds(run, payload):
    before = transaction.savepoint()
    try:
        run(payload)
        execute("SET CONSTRAINTS ALL IMMEDIATE")  # now, and not at the commit
    except Exception:
        transaction.set_rollback(False)  # save() sets it when it fails, for the whole transaction
        transaction.savepoint_rollback(before)
        return False
    transaction.savepoint_commit(before)
    return True
