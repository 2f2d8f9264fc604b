"""WRONG (rule: failure): if anybody writes to the attempt (a score, say) while an order() runs that then fails, the row's version has changed, and the claim stays for ever."""

from django.db import connection, transaction

from arena.contests.models import Attempt

TABLE = Attempt._meta.db_table
CLAIM = f"""
    UPDATE {TABLE} SET medal = 'ORDERS'
    WHERE id = %s AND medal = '' AND finished_at IS NOT NULL
"""
VERSION = f"SELECT xmin::text FROM {TABLE} WHERE id = %s"
RELEASE = f"UPDATE {TABLE} SET medal = '' WHERE id = %s AND xmin::text = %s"


def claim(attempt_id):
    """Return the version of the row with our claim, or None if it is not ours."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM, [attempt_id])
        if cursor.rowcount == 0:
            return None
        cursor.execute(VERSION, [attempt_id])
        return cursor.fetchone()[0]


def award(attempt_id, order):
    version = claim(attempt_id)
    if version is None:
        return False
    try:
        medal = order(attempt_id)
        Attempt.objects.filter(pk=attempt_id).update(medal=medal)
    except BaseException:
        # Take back what we wrote, and nothing that somebody else has written since.
        with connection.cursor() as cursor:
            cursor.execute(RELEASE, [attempt_id, version])
        raise
    return True
