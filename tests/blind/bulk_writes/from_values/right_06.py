"""PostgreSQL picks the last of each attempt and counts the changed rows."""

from django.db import connection

SQL = """
    WITH latest AS (
        SELECT DISTINCT ON (id) id, score, finished_at
        FROM unnest(%s::bigint[], %s::integer[], %s::timestamptz[])
            WITH ORDINALITY AS r (id, score, finished_at, place)
        ORDER BY id, place DESC
    ), changed AS (
        UPDATE contests_attempt AS a
        SET score = latest.score, finished_at = latest.finished_at
        FROM latest
        WHERE a.id = latest.id
        RETURNING 1
    )
    SELECT count(*) FROM changed
"""


def record(results):
    keys = [key for key, score, end in results]
    scores = [score for key, score, end in results]
    ends = [end for key, score, end in results]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [keys, scores, ends])
        return cursor.fetchone()[0]
