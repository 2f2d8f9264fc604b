"""A short transaction locks the row and claims the medal with random letters, before order()."""

import secrets
import string

from django.db import connection, transaction

from arena.contests.models import Attempt


def swap(attempt_id, old, new):
    """Change the medal from old to new, and say whether it was old and the attempt finished."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT medal FROM contests_attempt"
            " WHERE id = %s AND finished_at IS NOT NULL FOR UPDATE",
            [attempt_id],
        )
        if cursor.fetchone() != (old,):
            return False
        cursor.execute("UPDATE contests_attempt SET medal = %s WHERE id = %s", [new, attempt_id])
        return True


def award(attempt_id, order):
    claim = "".join(secrets.choice(string.ascii_uppercase) for _ in range(6))
    if not swap(attempt_id, "", claim):
        return False
    is_done = False
    try:
        medal = order(attempt_id)
        Attempt.objects.filter(pk=attempt_id).update(medal=medal)
        is_done = True
    finally:
        if not is_done:
            Attempt.objects.filter(pk=attempt_id, medal=claim).update(medal="")
    return True
