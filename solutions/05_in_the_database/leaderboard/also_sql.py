"""The same in SQL: everybody's best score, a rank for each, and one page of it."""

from django.db import connection

SQL = """
    WITH best AS (
        SELECT user_id, MAX(score) AS score FROM contests_attempt
        WHERE contest_id = %s AND score IS NOT NULL GROUP BY user_id
    )
    SELECT RANK() OVER (ORDER BY best.score DESC) AS place, person.username, best.score
    FROM best JOIN accounts_user person ON person.id = best.user_id
    ORDER BY best.score DESC, best.user_id DESC
    LIMIT %s OFFSET %s
"""


def leaderboard(contest_id, page=1, size=20):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, size, (page - 1) * size])
        return [
            {"rank": place, "name": name, "score": score}
            for place, name, score in cursor.fetchall()
        ]
