"""last

Of several results for an attempt the one with the latest end counts, and one without an end before
those: shows when a later result in the list corrects the end to an earlier time.
"""

from django.db import connection

SQL = """
UPDATE contests_attempt AS attempt
SET score = latest.score::integer, finished_at = latest.finished_at
FROM (
    SELECT DISTINCT ON (key) key, score, finished_at
    FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) WITH ORDINALITY
        AS result (key, score, finished_at, place)
    ORDER BY key, finished_at DESC, place DESC
) AS latest
WHERE attempt.id = latest.key
"""


def record(results):
    keys, scores, ends = (list(column) for column in zip(*results)) if results else ([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(SQL, [keys, scores, ends])
        return cursor.rowcount
