"""returned

Attempts that have their score and end already are not written again, and not counted: shows when a list
is recorded a second time, or confirms what is stored.
"""

from django.db import connection

SQL = """
UPDATE contests_attempt AS attempt
SET score = result.score::integer, finished_at = result.finished_at
FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS result (key, score, finished_at)
WHERE attempt.id = result.key
  AND (attempt.score IS DISTINCT FROM result.score
       OR attempt.finished_at IS DISTINCT FROM result.finished_at)
"""


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    scores = [score for score, _ in latest.values()]
    ends = [end for _, end in latest.values()]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(latest), scores, ends])
        return cursor.rowcount
