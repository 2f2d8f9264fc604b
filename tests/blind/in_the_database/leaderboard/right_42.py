"""Raw SQL: one CTE finds each person's best score, a window ranks them, and only the page is joined with its names."""

from django.db import connection

SQL = """
    WITH people AS (
        SELECT user_id, max(score) AS best
        FROM contests_attempt
        WHERE contest_id = %s AND score IS NOT NULL
        GROUP BY user_id
    ), page AS (
        SELECT user_id, best, rank() OVER (ORDER BY best DESC) AS place
        FROM people
        ORDER BY best DESC, user_id DESC
        LIMIT %s OFFSET %s
    )
    SELECT page.place, u.username, page.best
    FROM page
    JOIN accounts_user u ON u.id = page.user_id
    ORDER BY page.best DESC, page.user_id DESC
"""


def leaderboard(contest_id, page=1, size=20):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, size, (page - 1) * size])
        return [
            {"rank": rank, "name": name, "score": score} for rank, name, score in cursor.fetchall()
        ]
