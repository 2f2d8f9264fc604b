"""MERGE with WHEN MATCHED only."""

from django.db import connection

SQL = """
    MERGE INTO contests_attempt AS a
    USING unnest(%s::bigint[], %s::integer[], %s::timestamptz[]) AS r (id, score, finished_at)
    ON a.id = r.id
    WHEN MATCHED THEN UPDATE SET score = r.score, finished_at = r.finished_at
"""


def record(results):
    latest = {}
    for key, score, end in results:
        latest[key] = key, score, end
    keys, scores, ends = map(list, zip(*latest.values())) if latest else ([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(SQL, [keys, scores, ends])
        return cursor.rowcount
