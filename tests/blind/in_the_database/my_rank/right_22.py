"""RIGHT: one raw query with rank() over the people's best scores, of which one row is taken."""

from django.db import connection

from arena.contests.models import Attempt

SQL = """
SELECT place FROM (
    SELECT user_id, rank() OVER (ORDER BY max(score) DESC) AS place
    FROM contests_attempt
    WHERE contest_id = %s AND score IS NOT NULL
    GROUP BY user_id
) AS places
WHERE user_id = %s
"""


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        row = cursor.fetchone()
    return row[0] if row else None
