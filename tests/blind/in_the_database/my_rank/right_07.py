"""A self-join of the table of best scores: mine, and those above it."""

from contextlib import closing

from django.db import connection

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    table = connection.ops.quote_name(Attempt._meta.db_table)
    with closing(connection.cursor()) as cursor:
        cursor.execute(
            f"""
            WITH people AS MATERIALIZED (
                SELECT user_id, max(score) AS best
                  FROM {table}
                 WHERE contest_id = %s AND score IS NOT NULL
                 GROUP BY user_id
            )
            SELECT 1 + count(other.user_id)
              FROM people AS me
              LEFT JOIN people AS other ON other.best > me.best
             WHERE me.user_id = %s
             GROUP BY me.user_id
            """,
            (contest_id, user_id),
        )
        for (rank,) in cursor.fetchall():
            return rank
    return None
