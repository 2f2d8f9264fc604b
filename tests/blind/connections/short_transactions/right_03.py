"""RIGHT: raw SQL in autocommit: UPDATE ... RETURNING claims, two more UPDATEs store or release."""

from django.db import connection

from arena.contests.models import Attempt

TABLE = Attempt._meta.db_table
CLAIM = f"""
    UPDATE {TABLE} SET medal = 'queued'
    WHERE id = %s AND medal = '' AND finished_at IS NOT NULL
    RETURNING id
"""
STORE = f"UPDATE {TABLE} SET medal = %s WHERE id = %s"
RELEASE = f"UPDATE {TABLE} SET medal = '' WHERE id = %s AND medal = 'queued'"


def award(attempt_id, order):
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [attempt_id])
        if cursor.fetchone() is None:
            return False
    stored = False
    try:
        medal = order(attempt_id)
        with connection.cursor() as cursor:
            cursor.execute(STORE, [medal, attempt_id])
        stored = True
    finally:
        if not stored:
            with connection.cursor() as cursor:
                cursor.execute(RELEASE, [attempt_id])
    return True
