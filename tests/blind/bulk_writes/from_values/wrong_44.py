"""together

Results without a score and those with one are two statements, each committed by itself: shows when the
database refuses a score and the list has results without one, which stay written.
"""

from django.db import connection

WITHOUT = """
UPDATE contests_attempt AS attempt
SET score = NULL, finished_at = result.finished_at
FROM unnest(%s::bigint[], %s::timestamptz[]) AS result (key, finished_at)
WHERE attempt.id = result.key
"""
WITH = """
UPDATE contests_attempt AS attempt
SET score = result.score::integer, finished_at = result.finished_at
FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS result (key, score, finished_at)
WHERE attempt.id = result.key
"""


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    without = {key: end for key, (score, end) in latest.items() if score is None}
    scored = [(key, *result) for key, result in latest.items() if key not in without]
    recorded = 0
    with connection.cursor() as cursor:
        if without:
            cursor.execute(WITHOUT, [list(without), list(without.values())])
            recorded += cursor.rowcount
        if scored:
            cursor.execute(WITH, [list(column) for column in zip(*scored)])
            recorded += cursor.rowcount
    return recorded
