"""no score (and best)

DISTINCT ON takes each person's first attempt from the highest score down, where PostgreSQL puts NULL first. Another person who has
a better score and also an attempt without one is not counted as better (the asking person's own best is found rightly).
"""

from django.db import connection

SQL = """
    WITH best AS (
        SELECT DISTINCT ON (user_id) user_id, score
        FROM contests_attempt
        WHERE contest_id = %s AND user_id <> %s
        ORDER BY user_id, score DESC
    ), mine AS (
        SELECT max(score) AS score FROM contests_attempt WHERE contest_id = %s AND user_id = %s
    )
    SELECT 1 + (SELECT count(*) FROM best WHERE best.score > mine.score)
    FROM mine
    WHERE mine.score IS NOT NULL
"""


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id, contest_id, user_id])
        row = cursor.fetchone()
    return row[0] if row else None
