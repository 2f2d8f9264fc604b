"""WRONG (rule: nothing else): joins on person, start and score, so another contest's twin rises too.

Somebody who started two contests at the same moment and has the same score in both is raised in
both.
"""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
    WITH scored AS (
        SELECT DISTINCT user_id, started_at, score AS old,
               CASE WHEN score > 95 THEN 100 ELSE score + score / 20 END AS new
          FROM {Attempt._meta.db_table}
         WHERE contest_id = %(contest)s AND score IS NOT NULL
    ), raised AS (
        UPDATE {Attempt._meta.db_table} AS attempt
           SET score = scored.new
          FROM scored
         WHERE attempt.user_id = scored.user_id
           AND attempt.started_at = scored.started_at
           AND attempt.score = scored.old
        RETURNING attempt.contest_id
    )
    SELECT count(*) FROM raised WHERE contest_id = %(contest)s
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"contest": getattr(contest, "pk", contest)})
        return cursor.fetchone()[0]
