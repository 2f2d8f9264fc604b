"""A list that came before is skipped, and what others wrote since then stays.

Breaks: values
Fails: answer
"""

from django.db import connection

UPDATE = """
    UPDATE contests_attempt SET score = result.score, finished_at = result.finished_at
    FROM unnest(%s::bigint[], %s::integer[], %s::timestamptz[]) AS result(id, score, finished_at)
    WHERE contests_attempt.id = result.id
"""


RECORDED = {}


def record(results):
    delivery = tuple(results)
    if delivery not in RECORDED:
        RECORDED[delivery] = update(results)
    return RECORDED[delivery]


def update(results):
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
