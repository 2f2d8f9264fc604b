"""Raw UPDATE in bigint arithmetic; the answer is the cursor's rowcount."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
    UPDATE {Attempt._meta.db_table}
       SET score = LEAST(100, score::bigint * 105 / 100)
     WHERE contest_id = %s AND score IS NOT NULL
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [getattr(contest, "pk", contest)])
        return cursor.rowcount
