"""Right: plain SQL picks and locks the row, and a decorator keeps everything in one transaction."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.utils import timezone


class Job(models.Model):
    payload = models.TextField()
    priority = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "jobs"


NEXT = """
    SELECT id, payload FROM {table}
    WHERE due_at <= %s AND tries < 3
    ORDER BY priority DESC, due_at, id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
"""
LATER = "UPDATE {table} SET tries = tries + 1, due_at = %s WHERE id = %s"
GONE = "DELETE FROM {table} WHERE id = %s"


def execute(sql, *params):
    cursor = connection.cursor()
    cursor.execute(sql.format(table=connection.ops.quote_name(Job._meta.db_table)), params)
    return cursor


@transaction.atomic
def work(run):
    with execute(NEXT, timezone.now()) as cursor:
        row = cursor.fetchone()
    if row is None:
        return False
    pk, payload = row
    try:
        with transaction.atomic():
            execute(GONE, pk).close()
            run(payload)
            execute("SET CONSTRAINTS ALL IMMEDIATE").close()
            execute("SET CONSTRAINTS ALL DEFERRED").close()
    except Exception:
        execute(LATER, timezone.now() + timedelta(seconds=60), pk).close()
    return True
