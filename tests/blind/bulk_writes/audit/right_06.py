"""Right: COPY into a temporary table, one statement from there, and the table is dropped again for the next call."""

from django.db import connection, transaction

from arena.contests.models import Attempt, ScoreChange

CREATE = "CREATE TEMPORARY TABLE rescore_given (id bigint PRIMARY KEY, score numeric)"
COPY = "COPY rescore_given (id, score) FROM STDIN"
WRITE = f"""
WITH locked AS MATERIALIZED (
    SELECT attempt.id, attempt.score AS was, given.score AS becomes
    FROM {Attempt._meta.db_table} AS attempt
    JOIN rescore_given AS given ON given.id = attempt.id
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
DROP = "DROP TABLE rescore_given"


@transaction.atomic
def rescore(scores):
    rows = [row for row in scores.items() if row[0] is not None and abs(row[0]) < 2**63]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        with cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(WRITE)
        changed = cursor.rowcount
        cursor.execute(DROP)
    return changed
