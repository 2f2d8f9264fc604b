"""Attempt.objects.raw() with extra columns."""

from arena.accounts.models import User
from arena.contests.models import Attempt

SQL = f"""
SELECT min(a.id) AS id, u.username AS name, max(a.score) AS best,
       rank() OVER (ORDER BY max(a.score) DESC) AS place
FROM {Attempt._meta.db_table} a JOIN {User._meta.db_table} u ON u.id = a.user_id
WHERE a.contest_id = %s AND a.score IS NOT NULL
GROUP BY u.id, u.username
ORDER BY max(a.score) DESC, u.id DESC
LIMIT %s OFFSET %s
"""


def leaderboard(contest_id, page=1, size=20):
    found = Attempt.objects.raw(SQL, [contest_id, size, (page - 1) * size])
    return [{"rank": a.place, "name": a.name, "score": a.best} for a in found]
