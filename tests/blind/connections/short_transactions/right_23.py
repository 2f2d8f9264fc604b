"""RIGHT: raw SQL; the medal is a random mark of this call while it is ordered."""

import secrets
import string

from django.db import connection

from arena.contests.models import Attempt

TABLE = Attempt._meta.db_table
TAKE = f"""
    UPDATE {TABLE} SET medal = %s
    WHERE id = %s AND medal = '' AND finished_at IS NOT NULL
"""
FREE = f"UPDATE {TABLE} SET medal = '' WHERE id = %s AND medal = %s"
GIVE = f"UPDATE {TABLE} SET medal = %s WHERE id = %s"


def changed(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount == 1


def award(attempt_id, order):
    mark = "".join(secrets.choice(string.ascii_lowercase) for _ in range(6))
    if not changed(TAKE, mark, attempt_id):
        return False
    ordered = False
    try:
        medal = order(attempt_id)
        ordered = True
    finally:
        if not ordered:
            changed(FREE, attempt_id, mark)
    changed(GIVE, medal, attempt_id)
    return True
