"""Right: one statement for all: CTEs that lock, compare and update, and an INSERT; no key outside of bigint is sent."""

from django.db import connection, transaction

from arena.contests.models import Attempt, ScoreChange

SQL = f"""
WITH given AS (
    SELECT * FROM unnest(%s::bigint[], %s::numeric[]) AS pairs (id, score)
), locked AS MATERIALIZED (
    SELECT attempt.id, attempt.score
    FROM {Attempt._meta.db_table} AS attempt
    WHERE attempt.id IN (SELECT given.id FROM given)
    ORDER BY attempt.id
    FOR UPDATE OF attempt
), changed AS MATERIALIZED (
    SELECT locked.id, locked.score AS was, given.score AS becomes
    FROM locked JOIN given ON given.id = locked.id
    WHERE locked.score IS DISTINCT FROM given.score
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
    pairs = [(pk, score) for pk, score in scores.items() if pk is not None and abs(pk) < 2**63]
    if not pairs:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(SQL, [[pk for pk, _ in pairs], [score for _, score in pairs]])
        return cursor.rowcount
