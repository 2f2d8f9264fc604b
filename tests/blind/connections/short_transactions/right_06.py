"""RIGHT: no claim in the row: a session's advisory lock, tried and not waited for, outside of any transaction."""

from django.db import connection

from arena.contests.models import Attempt

# A session gets its own advisory lock again. Only who holds the lock looks here.
ordering = set()


def call(function, attempt_id):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"award {attempt_id}"])
        return cursor.fetchone()[0]


def award(attempt_id, order):
    free = Attempt.objects.filter(pk=attempt_id, medal="", finished_at__isnull=False)
    if not free.exists() or not call("pg_try_advisory_lock", attempt_id):
        return False
    try:
        # Another caller can have come and gone since the first look.
        if attempt_id in ordering or not free.exists():
            return False
        ordering.add(attempt_id)
        try:
            medal = order(attempt_id)
            Attempt.objects.filter(pk=attempt_id).update(medal=medal)
        finally:
            ordering.discard(attempt_id)
    finally:
        call("pg_advisory_unlock", attempt_id)
    return True
