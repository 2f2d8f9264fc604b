"""ROW_NUMBER gives each person a number of their own, so equal people get different ranks.

RANK gives equal people the same number.

Breaks: rank
Fails: answer
"""

from django.db import connection

SQL = """
    SELECT place FROM (
        SELECT user_id, ROW_NUMBER() OVER (ORDER BY MAX(score) DESC) AS place
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
