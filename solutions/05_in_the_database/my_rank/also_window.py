"""Ranks everybody by a window function in a subquery, and picks one row outside of it.

The condition on the person must stand outside. Inside, the window has only one person, and every
rank is 1.
"""

from django.db import connection

SQL = """
    SELECT place FROM (
        SELECT user_id, RANK() OVER (ORDER BY MAX(score) DESC) AS place
        FROM contests_attempt
        WHERE contest_id = %s AND score IS NOT NULL
        GROUP BY user_id
    ) AS board
    WHERE user_id = %s
"""


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        row = cursor.fetchone()
    return None if row is None else row[0]
