"""Raw SQL: a grouped CTE, RANK() over it, and the names joined."""

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt

SQL = f"""
WITH people AS (
    SELECT user_id, max(score) AS best FROM {Attempt._meta.db_table}
    WHERE contest_id = %s AND score IS NOT NULL GROUP BY user_id
), ranked AS (
    SELECT user_id, best, rank() OVER (ORDER BY best DESC) AS place FROM people
)
SELECT r.place, u.username, r.best FROM ranked r
JOIN {User._meta.db_table} u ON u.id = r.user_id
ORDER BY r.best DESC, r.user_id DESC LIMIT %s OFFSET %s
"""


def leaderboard(contest_id, page=1, size=20):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, size, (page - 1) * size])
        return [dict(zip(("rank", "name", "score"), row)) for row in cursor.fetchall()]
