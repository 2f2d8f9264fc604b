"""A lock of the session, not of a transaction: PostgreSQL frees it when its owner dies.

It occupies a connection for as long as order() takes, and needs a session of its own: it does not
work through PgBouncer in transaction mode. The lock is a single bigint: a lock of two numbers takes
32-bit integers, and keys can be larger.
"""

from django.db import connection

from arena.contests.models import Attempt


def award(attempt_id, order):
    if not ask("pg_try_advisory_lock", attempt_id):
        return False
    try:
        attempt = Attempt.objects.filter(pk=attempt_id, medal="", finished_at__isnull=False)
        if not attempt.exists():
            return False
        return bool(attempt.update(medal=order(attempt_id)))
    finally:
        ask("pg_advisory_unlock", attempt_id)


def ask(function, attempt_id):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"medal {attempt_id}"])
        return cursor.fetchone()[0]
