"""An advisory lock of two numbers: these are 32-bit integers, and keys can be larger.

The modulo makes it fit, and gives two attempts the same lock: while one medal is on order, the
other is refused.

Breaks: result
Fails: each
"""

from django.db import connection

from arena.contests.models import Attempt

MEDALS = 7  # the first number of a lock says what it is about


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
        cursor.execute(f"SELECT {function}(%s, %s)", [MEDALS, attempt_id % 2**31])
        return cursor.fetchone()[0]
