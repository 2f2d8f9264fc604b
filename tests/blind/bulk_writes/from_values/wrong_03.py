"""values: a score or end of None does not replace an older value."""

from django.db import connection

SQL = """
    UPDATE contests_attempt AS a
    SET score = coalesce(r.score, a.score),
        finished_at = coalesce(r.finished_at, a.finished_at)
    FROM unnest(%s::bigint[], %s::integer[], %s::timestamptz[]) AS r (id, score, finished_at)
    WHERE a.id = r.id
"""


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    scores = [score for score, end in latest.values()]
    ends = [end for score, end in latest.values()]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(latest), scores, ends])
        return cursor.rowcount
