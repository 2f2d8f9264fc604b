"""An advisory lock, of a session of its own, keeps others away; it needs no transaction."""

from contextlib import contextmanager

from django.db import connection

from arena.contests.models import Attempt


@contextmanager
def only_one(attempt_id):
    """Yield whether nobody else orders for this attempt. The lock ends with its session."""
    session = connection.copy()
    try:
        with session.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s::bigint)", [attempt_id])
            (is_mine,) = cursor.fetchone()
        try:
            yield is_mine
        finally:
            if is_mine:  # before close(), for which PostgreSQL takes its time
                with session.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s::bigint)", [attempt_id])
    finally:
        session.close()


def award(attempt_id, order):
    waiting = Attempt.objects.filter(pk=attempt_id, medal="", finished_at__isnull=False)
    if not waiting.exists():
        return False
    with only_one(attempt_id) as is_mine:
        # Somebody may have ordered between the query above and the lock.
        if not is_mine or not waiting.exists():
            return False
        medal = order(attempt_id)
        Attempt.objects.filter(pk=attempt_id).update(medal=medal)
    return True
