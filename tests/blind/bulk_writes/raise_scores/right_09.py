"""MERGE ... RETURNING inside a CTE, counted."""

from django.db import connection

from arena.contests.models import Attempt, Contest

SQL = f"""
    WITH merged AS (
        MERGE INTO {Attempt._meta.db_table} AS attempt
        USING (SELECT id FROM {Contest._meta.db_table} WHERE id = %s) AS contest
           ON attempt.contest_id = contest.id
        WHEN MATCHED AND attempt.score > 95 THEN
            UPDATE SET score = 100
        WHEN MATCHED AND attempt.score IS NOT NULL THEN
            UPDATE SET score = div(attempt.score * 21, 20)::integer
        RETURNING attempt.id
    )
    SELECT count(*) FROM merged
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [getattr(contest, "pk", contest)])
        return cursor.fetchone()[0]
