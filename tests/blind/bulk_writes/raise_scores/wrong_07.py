"""WRONG (rule: returned): counts people; somebody with two scored attempts counts once."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
    WITH raised AS (
        UPDATE {Attempt._meta.db_table}
           SET score = CASE WHEN score > 95 THEN 100 ELSE score + score / 20 END
         WHERE contest_id = %s AND score IS NOT NULL
        RETURNING user_id
    )
    SELECT count(DISTINCT user_id) FROM raised
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [getattr(contest, "pk", contest)])
        return cursor.fetchone()[0]
