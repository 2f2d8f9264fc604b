"""WRONG (rule: short): a second caller waits for the advisory lock in a SELECT, so its session is in a transaction as long as the first one's order() runs (a lone caller keeps all rules)."""

from django.db import connection

from arena.contests.models import Attempt


def call(function, attempt_id):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"award {attempt_id}"])


def award(attempt_id, order):
    # A lock of the session, not of a transaction: it outlives the statement.
    call("pg_advisory_lock", attempt_id)
    try:
        attempt = Attempt.objects.filter(pk=attempt_id)
        if not attempt.filter(medal="", finished_at__isnull=False).exists():
            return False
        medal = order(attempt_id)
        attempt.update(medal=medal)
    finally:
        call("pg_advisory_unlock", attempt_id)
    return True
