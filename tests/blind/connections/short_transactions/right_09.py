"""RIGHT: psycopg's own cursors below Django's, in autocommit, each statement its own transaction."""

from django.db import connection

from arena.contests.models import Attempt

TABLE = Attempt._meta.db_table
STATEMENTS = {
    "claim": f"""
        UPDATE {TABLE} SET medal = 'PLACED'
        WHERE id = %(id)s AND medal = '' AND finished_at IS NOT NULL
    """,
    "store": f"UPDATE {TABLE} SET medal = %(medal)s WHERE id = %(id)s",
    "release": f"UPDATE {TABLE} SET medal = '' WHERE id = %(id)s AND medal = 'PLACED'",
}


def run(name, **values):
    """Run a statement; return how many rows it changed."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute(STATEMENTS[name], values)
        return cursor.rowcount


def award(attempt_id, order):
    if run("claim", id=attempt_id) != 1:
        return False
    try:
        run("store", id=attempt_id, medal=order(attempt_id))
    except BaseException:
        run("release", id=attempt_id)
        raise
    return True
