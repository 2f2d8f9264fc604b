"""Wrong, values: a score or an end that is None in the result leaves the old one in place: a
correction can't take a score back."""

from django.db import connection

SQL = """
    UPDATE contests_attempt AS attempt
    SET score = COALESCE(result.score::integer, attempt.score),
        finished_at = COALESCE(result.ended, attempt.finished_at)
    FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS result (id, score, ended)
    WHERE attempt.id = result.id
"""


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    scores = [score for score, _ in latest.values()]
    ends = [end for _, end in latest.values()]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(latest), scores, ends])
        return cursor.rowcount
