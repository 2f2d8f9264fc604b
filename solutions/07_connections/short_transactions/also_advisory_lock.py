"""A lock of the session, not of a transaction: it goes with its owner, should that die meanwhile.

It keeps a connection for as long as order() takes, and works only where a session is one's own: not
through PgBouncer in transaction mode.
"""

from django.db import connection

from arena.contests.models import Attempt

MEDALS = 7  # of the two numbers of a lock, the one that says what it is about


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
        cursor.execute(f"SELECT {function}(%s, %s)", [MEDALS, attempt_id])
        return cursor.fetchone()[0]
