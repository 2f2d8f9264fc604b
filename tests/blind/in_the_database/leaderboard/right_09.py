"""The page first, then a LATERAL count for each of its lines, all in one statement."""

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Attempt

A, U = Attempt._meta.db_table, User._meta.db_table
SQL = f"""
SELECT above.n + 1, u.username, p.best
FROM (
    SELECT user_id, max(score) AS best FROM {A}
    WHERE contest_id = %s AND score IS NOT NULL
    GROUP BY user_id ORDER BY best DESC, user_id DESC LIMIT %s OFFSET %s
) p
JOIN {U} u ON u.id = p.user_id
CROSS JOIN LATERAL (
    SELECT count(DISTINCT b.user_id) AS n FROM {A} b
    WHERE b.contest_id = %s AND b.score > p.best
) above
ORDER BY p.best DESC, p.user_id DESC
"""


def leaderboard(contest_id, page=1, size=20):
    def lines():
        with connection.cursor() as cursor:
            cursor.execute(SQL, [contest_id, size, (page - 1) * size, contest_id])
            for rank, name, score in cursor.fetchall():
                yield {"rank": rank, "name": name, "score": score}

    return list(lines())
