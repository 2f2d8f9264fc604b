"""trail

The old score is read by a self-join in the UPDATE itself, without a lock. It shows when another client commits a new
score while this UPDATE waits for the row: the trail gets the score from before that one.
"""

from django.db import connection, transaction
from django.utils import timezone

SQL = """
    WITH changed AS (
        UPDATE contests_attempt AS attempt
        SET score = wanted.score
        FROM unnest(%s::bigint[], %s::bigint[]) AS wanted (id, score),
             contests_attempt AS before
        WHERE attempt.id = wanted.id
          AND before.id = wanted.id
          AND before.score IS DISTINCT FROM wanted.score
        RETURNING attempt.id, before.score AS old, attempt.score AS new
    )
    INSERT INTO contests_scorechange (attempt_id, old, new, changed_at)
    SELECT id, old, new, %s::timestamptz FROM changed
"""


@transaction.atomic
def rescore(scores):
    if not scores:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(scores), list(scores.values()), timezone.now()])
        return cursor.rowcount
