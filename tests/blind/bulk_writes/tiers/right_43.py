"""One MERGE: each contest is the source for its attempts, and a row is written only if its medal differs."""

from django.db import connection

from arena.contests.models import Attempt, Contest

DESERVED = (
    "CASE WHEN attempt.score >= 90 THEN 'gold'"
    " WHEN attempt.score >= 75 THEN 'silver'"
    " WHEN attempt.score >= contest.cutoff THEN 'bronze'"
    " ELSE '' END"
)


def award():
    with connection.cursor() as cursor:
        cursor.execute(
            f"MERGE INTO {Attempt._meta.db_table} AS attempt"
            f" USING {Contest._meta.db_table} AS contest"
            f" ON attempt.contest_id = contest.id"
            f" WHEN MATCHED AND attempt.medal IS DISTINCT FROM {DESERVED}"
            f" THEN UPDATE SET medal = {DESERVED}"
        )
        return cursor.rowcount
