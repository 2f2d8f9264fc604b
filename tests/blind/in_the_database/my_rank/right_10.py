"""Manager.raw(): a single instance, my best attempt, with the rank as an extra column."""

from arena.contests.models import Attempt

SQL = f"""
    SELECT mine.id,
           1 + (SELECT count(*)
                  FROM (SELECT DISTINCT other.user_id
                          FROM {Attempt._meta.db_table} AS other
                         WHERE other.contest_id = mine.contest_id
                           AND other.score > mine.score) AS better) AS place
      FROM (SELECT id, contest_id, score
              FROM {Attempt._meta.db_table}
             WHERE contest_id = %s AND user_id = %s AND score IS NOT NULL
             ORDER BY score DESC, id
             LIMIT 1) AS mine
"""


def my_rank(contest_id, user_id):
    found = (attempt.place for attempt in Attempt.objects.raw(SQL, [contest_id, user_id]))
    return next(found, None)
