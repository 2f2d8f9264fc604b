"""Raw SQL: a CTE has the best score of each person, and the higher ones are counted."""

from django.db import connection

SQL = """
    WITH best AS (
        SELECT user_id, max(score) AS score
        FROM contests_attempt
        WHERE contest_id = %s AND score IS NOT NULL
        GROUP BY user_id
    )
    SELECT 1 + (SELECT count(*) FROM best AS other WHERE other.score > me.score)
    FROM best AS me
    WHERE me.user_id = %s
"""


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        row = cursor.fetchone()
    return row[0] if row else None
