"""The hypothetical-set aggregate: rank(mine) WITHIN GROUP (everybody's best)."""

from django.db import connection

from arena.contests.models import Attempt

TABLE = Attempt._meta.db_table


def my_best(cursor, contest_id, user_id):
    cursor.execute(
        f"SELECT max(score) FROM {TABLE} WHERE contest_id = %s AND user_id = %s",
        [contest_id, user_id],
    )
    return cursor.fetchone()[0]


def rank_of(cursor, score, contest_id, user_id):
    cursor.execute(
        f"""
        SELECT rank(%s::integer) WITHIN GROUP (ORDER BY best DESC)
          FROM (SELECT max(score) AS best
                  FROM {TABLE}
                 WHERE contest_id = %s AND user_id <> %s AND score IS NOT NULL
                 GROUP BY user_id) AS others
        """,
        [score, contest_id, user_id],
    )
    return cursor.fetchone()[0]


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        score = my_best(cursor, contest_id, user_id)
        if score is None:
            return None
        return rank_of(cursor, score, contest_id, user_id)
