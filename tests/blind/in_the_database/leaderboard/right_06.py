"""Counts the people at each score, and sums those above."""

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt

SQL = f"""
WITH people AS MATERIALIZED (
    SELECT user_id, max(score) AS best FROM {Attempt._meta.db_table}
    WHERE contest_id = %(contest)s AND score IS NOT NULL GROUP BY user_id
), steps AS (
    SELECT best, 1 + coalesce(sum(count(*)) OVER (
        ORDER BY best DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint AS place
    FROM people GROUP BY best
)
SELECT s.place, u.username, p.best
FROM people p JOIN steps s ON s.best = p.best JOIN {User._meta.db_table} u ON u.id = p.user_id
ORDER BY p.best DESC, p.user_id DESC LIMIT %(size)s OFFSET %(first)s
"""


def leaderboard(contest_id, page=1, size=20):
    values = {"contest": contest_id, "size": size, "first": (page - 1) * size}
    with connection.cursor() as cursor:
        cursor.execute(SQL, values)
        return [{"rank": int(r), "name": n, "score": s} for r, n, s in cursor]
