"""RIGHT: raw SQL: a CTE updates and returns, and one row with the number comes back."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
WITH raised AS (
    UPDATE {Attempt._meta.db_table}
    SET score = CASE WHEN score > 95 THEN 100 ELSE score + score * 5 / 100 END
    WHERE contest_id = %s AND score IS NOT NULL
    RETURNING 1
)
SELECT count(*) FROM raised
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest.pk])
        return cursor.fetchone()[0]
