"""One statement with CTEs: my best, and how many people have a score above it."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
    WITH people AS (
        SELECT user_id, max(score) AS best
          FROM {Attempt._meta.db_table}
         WHERE contest_id = %(contest)s
         GROUP BY user_id
    ), me AS (
        SELECT best FROM people WHERE user_id = %(user)s AND best IS NOT NULL
    )
    SELECT (SELECT best FROM me),
           1 + count(*) FILTER (WHERE best > (SELECT best FROM me))
      FROM people
"""


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"contest": contest_id, "user": user_id})
        best, rank = cursor.fetchone()
    if best is None:
        return None
    return rank
