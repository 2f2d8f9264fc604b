"""rank() over the best scores ranks everybody inside a subquery, and only the one row leaves the database."""

from django.db import connection

from arena.contests.models import Attempt

RANKS = f"""
    SELECT place
    FROM (
        SELECT user_id, rank() OVER (ORDER BY max(score) DESC) AS place
        FROM {Attempt._meta.db_table}
        WHERE contest_id = %(contest)s AND score IS NOT NULL
        GROUP BY user_id
    ) AS ranks
    WHERE user_id = %(user)s
"""


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(RANKS, {"contest": contest_id, "user": user_id})
        for (place,) in cursor.fetchall():
            return place
    return None
