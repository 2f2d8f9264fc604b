"""One UPDATE joined with three arrays through unnest(); a CTE locks the rows in the order of their keys first."""

from django.db import connection

from arena.contests.models import Attempt

SQL = """
WITH new AS MATERIALIZED (
    SELECT * FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS n (id, score, finished_at)
), locked AS MATERIALIZED (
    SELECT id FROM contests_attempt WHERE id IN (SELECT id FROM new) ORDER BY id FOR NO KEY UPDATE
)
UPDATE contests_attempt AS attempt
SET score = new.score, finished_at = new.finished_at
FROM new JOIN locked USING (id)
WHERE attempt.id = new.id
"""

SCORE = Attempt._meta.get_field("score")
END = Attempt._meta.get_field("finished_at")


def record(results):
    latest = {key: (score, end) for key, score, end in results if abs(key) < 2**63}
    scores = [SCORE.get_prep_value(score) for score, _ in latest.values()]
    ends = [END.get_prep_value(end) for _, end in latest.values()]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(latest), scores, ends])
        return cursor.rowcount
