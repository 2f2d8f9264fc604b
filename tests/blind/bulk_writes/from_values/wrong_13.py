"""Wrong, returned: attempts whose score and end are right already are left alone, and not counted:
the same list a second time returns 0."""

from django.db import connection

SQL = """
    UPDATE contests_attempt AS attempt
    SET score = result.score::integer, finished_at = result.ended
    FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS result (id, score, ended)
    WHERE attempt.id = result.id
    AND (attempt.score, attempt.finished_at) IS DISTINCT FROM (result.score, result.ended)
"""


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    scores = [score for score, _ in latest.values()]
    ends = [end for _, end in latest.values()]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(latest), scores, ends])
        return cursor.rowcount
