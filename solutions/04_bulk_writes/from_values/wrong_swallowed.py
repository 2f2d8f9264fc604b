"""A refused list looks like one that was written.

Breaks: together
Fails: together
"""

from django.db import IntegrityError, connection

UPDATE = """
    UPDATE contests_attempt SET score = result.score, finished_at = result.finished_at
    FROM unnest(%s::bigint[], %s::integer[], %s::timestamptz[]) AS result(id, score, finished_at)
    WHERE contests_attempt.id = result.id
"""


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    with connection.cursor() as cursor:
        scores = [score for score, _ in latest.values()]
        ends = [end for _, end in latest.values()]
        try:
            cursor.execute(UPDATE, [list(latest), scores, ends])
            return cursor.rowcount
        except IntegrityError:
            return 0
