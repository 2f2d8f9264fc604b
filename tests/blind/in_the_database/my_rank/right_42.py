"""Raw SQL ranks all people of the contest by their best score with a window and returns the one line of this person."""

from django.db import connection

SQL = """
    SELECT place
    FROM (
        SELECT user_id, rank() OVER (ORDER BY max(score) DESC) AS place
        FROM contests_attempt
        WHERE contest_id = %s AND score IS NOT NULL
        GROUP BY user_id
    ) people
    WHERE user_id = %s
"""


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        row = cursor.fetchone()
    return row and row[0]
