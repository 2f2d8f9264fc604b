"""WRONG (rule: five percent): the rise is rounded, not rounded down; 19 becomes 20, 10 becomes 11."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
    UPDATE {Attempt._meta.db_table}
       SET score = LEAST(100, score * 1.05)
     WHERE contest_id = %s AND score IS NOT NULL
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        # numeric becomes integer again when it's assigned
        cursor.execute(SQL, [getattr(contest, "pk", contest)])
        return cursor.rowcount
