"""Three arrays are the only parameters of one UPDATE, which locks its attempts in the order of keys."""

from django.db import connection

LOWEST, HIGHEST = -(2**63), 2**63 - 1  # the ends of bigint: no attempt has a key beyond

# The score is cast late, so that only what is written can be refused.
SQL = """
WITH locked AS MATERIALIZED (
    SELECT attempt.id, result.score, result.finished_at
    FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS result (id, score, finished_at)
    JOIN contests_attempt AS attempt USING (id)
    ORDER BY attempt.id
    FOR NO KEY UPDATE OF attempt
)
UPDATE contests_attempt AS attempt
SET score = locked.score::integer, finished_at = locked.finished_at
FROM locked
WHERE attempt.id = locked.id
"""


def record(results):
    latest = {
        key: (score, end)
        for key, score, end in results
        if key is not None and LOWEST <= key <= HIGHEST
    }
    scores = [score for score, _ in latest.values()]
    ends = [end for _, end in latest.values()]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(latest), scores, ends])
        return cursor.rowcount
