"""WRONG (rule: short): a second connection keeps a transaction open during order(), for its advisory lock."""

from django.db import connection

from arena.contests.models import Attempt

MEDALS = 311


def award(attempt_id, order):
    # No row is locked, so nobody waits; the lock is gone even if this process dies.
    keeper = connection.copy()
    try:
        keeper.ensure_connection()
        keeper.set_autocommit(False)
        with keeper.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(%s, hashint8(%s))", [MEDALS, attempt_id]
            )
            if not cursor.fetchone()[0]:
                return False
        attempts = Attempt.objects.filter(pk=attempt_id, medal="", finished_at__isnull=False)
        if not attempts.exists():
            return False
        medal = order(attempt_id)
        Attempt.objects.filter(pk=attempt_id).update(medal=medal)
        return True
    finally:
        if keeper.connection is not None:
            keeper.rollback()
        keeper.close()
