"""WRONG (rule: no score): people whose attempts all lack a score come first (NULL in DESC)."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
    WITH people AS (
        SELECT user_id, max(score) AS best
          FROM {Attempt._meta.db_table}
         WHERE contest_id = %s
         GROUP BY user_id
    ), ranked AS (
        SELECT user_id, best, rank() OVER (ORDER BY best DESC) AS place
          FROM people
    )
    SELECT place FROM ranked WHERE user_id = %s AND best IS NOT NULL
"""


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        row = cursor.fetchone()
    return None if row is None else row[0]
