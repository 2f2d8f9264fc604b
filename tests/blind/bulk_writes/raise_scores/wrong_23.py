"""WRONG (rule: no score): LEAST ignores NULL, so an attempt without a score gets 100."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
WITH raised AS (
    UPDATE {Attempt._meta.db_table} AS attempt
    SET score = LEAST(100, attempt.score + attempt.score * 5 / 100)
    FROM (
        SELECT id, score FROM {Attempt._meta.db_table} WHERE contest_id = %s FOR UPDATE
    ) AS before
    WHERE attempt.id = before.id
    RETURNING before.score
)
SELECT count(score) FROM raised
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest.pk])
        return cursor.fetchone()[0]
