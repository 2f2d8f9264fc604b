"""SQL for the queue: SELECT ... FOR UPDATE SKIP LOCKED, then run() and DELETE in one savepoint; a failure is an UPDATE after it."""

import logging
from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone

log = logging.getLogger(__name__)


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


TABLE = Job._meta.db_table

TAKE = f"""
    SELECT id, payload FROM {TABLE}
    WHERE due_at <= %s AND tries < 3
    ORDER BY priority DESC, due_at, id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
"""
DONE = f"DELETE FROM {TABLE} WHERE id = %s"
FAILED = f"""
    UPDATE {TABLE} SET tries = tries + 1, due_at = %s
    WHERE id = %s
"""


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone() if cursor.description else None


@transaction.atomic
def work(run):
    row = sql(TAKE, timezone.now())
    if row is None:
        return False
    pk, payload = row
    try:
        with transaction.atomic():
            run(payload)
            sql(DONE, pk)
    except Exception:
        log.exception("job %s failed", pk)
        sql(FAILED, timezone.now() + timedelta(minutes=1), pk)
    return True
