"""None leaves the old value in place.

Breaks: values
Fails: answer
"""

from django.db import connection

UPDATE = """
    UPDATE contests_attempt AS attempt
    SET score = coalesce(result.score, attempt.score), finished_at = result.finished_at
    FROM unnest(%s::bigint[], %s::integer[], %s::timestamptz[]) AS result(id, score, finished_at)
    WHERE attempt.id = result.id
"""


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    with connection.cursor() as cursor:
        cursor.execute(
            UPDATE,
            [
                list(latest),
                [score for score, _ in latest.values()],
                [end for _, end in latest.values()],
            ],
        )
        return cursor.rowcount
