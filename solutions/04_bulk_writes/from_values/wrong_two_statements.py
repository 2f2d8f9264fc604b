"""Results without a score are a statement of their own, which is committed before the other one.

Breaks: together
Fails: together
"""

from django.db import connection

WITHOUT = """
    UPDATE contests_attempt SET score = NULL, finished_at = result.finished_at
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS result(id, finished_at)
    WHERE contests_attempt.id = result.id
"""
WITH = """
    UPDATE contests_attempt SET score = result.score, finished_at = result.finished_at
    FROM unnest(%s::bigint[], %s::integer[], %s::timestamptz[]) AS result(id, score, finished_at)
    WHERE contests_attempt.id = result.id
"""


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    without = {key: end for key, (score, end) in latest.items() if score is None}
    scored = {key: result for key, result in latest.items() if key not in without}
    scores = [score for score, _ in scored.values()]
    ends = [end for _, end in scored.values()]
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT, [list(without), list(without.values())])
        number = cursor.rowcount
        cursor.execute(WITH, [list(scored), scores, ends])
        return number + cursor.rowcount
