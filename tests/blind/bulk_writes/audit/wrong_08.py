"""WRONG (rule: unknown key): an unknown key with a score (or key) too large for its type is not left out: DataError."""

from django.db import connection, transaction

from arena.contests.models import Attempt, ScoreChange

SQL = f"""
WITH given AS (
    SELECT * FROM unnest(%s::bigint[], %s::integer[]) AS pairs (id, score)
), locked AS MATERIALIZED (
    SELECT attempt.id, attempt.score AS was, given.score AS becomes
    FROM {Attempt._meta.db_table} AS attempt
    JOIN given ON given.id = attempt.id
    ORDER BY attempt.id
    FOR UPDATE OF attempt
), changed AS MATERIALIZED (
    SELECT id, was, becomes FROM locked WHERE was IS DISTINCT FROM becomes
), updated AS (
    UPDATE {Attempt._meta.db_table} AS attempt
    SET score = changed.becomes
    FROM changed
    WHERE attempt.id = changed.id
)
INSERT INTO {ScoreChange._meta.db_table} (attempt_id, "old", "new", changed_at)
SELECT id, was, becomes, clock_timestamp() FROM changed
"""


@transaction.atomic
def rescore(scores):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(scores), list(scores.values())])
        return cursor.rowcount
