"""WRONG (rule: rank): counts those who are at least as good (the person too), so equal people get the last of their ranks (1, 3, 3, 4)."""

from django.db import connection

from arena.contests.models import Attempt

SQL = """
WITH best AS (
    SELECT user_id, max(score) AS score FROM contests_attempt
    WHERE contest_id = %s AND score IS NOT NULL GROUP BY user_id
)
SELECT count(*) FROM best AS other JOIN best AS me ON other.score >= me.score
WHERE me.user_id = %s
"""


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        (rank,) = cursor.fetchone()
    return rank or None
