"""RIGHT: SQL: a temporary table of what was sent; one statement finds the differences and notes them."""

import uuid
from itertools import islice

from django.db import connection

from arena.search.backends import SearchError

DIFFERENCE = """
    WITH different AS MATERIALIZED (
        SELECT id, post.title
        FROM discuss_post AS post FULL JOIN reindex_sent AS sent USING (id)
        WHERE post.title IS DISTINCT FROM sent.title
    ), kept AS (
        INSERT INTO reindex_sent (id, title)
        SELECT id, title FROM different WHERE title IS NOT NULL
        ON CONFLICT (id) DO UPDATE SET title = excluded.title
    ), gone AS (
        DELETE FROM reindex_sent
        WHERE id IN (SELECT id FROM different WHERE title IS NULL)
    )
    SELECT id, title FROM different ORDER BY id
"""


def parts(rows, size=1000):
    rows = iter(rows)
    while part := list(islice(rows, size)):
        yield part


def bring(engine, index, cursor):
    cursor.execute(DIFFERENCE)
    rows = cursor.fetchall()
    for part in parts(row for row in rows if row[1] is not None):
        engine.put(index, dict(part))
    for part in parts(key for key, title in rows if title is None):
        engine.remove(index, part)
    return len(rows)


def reindex(engine):
    old = engine.target("posts")
    new = f"posts-{uuid.uuid4()}"
    switched = False
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.reindex_sent")
        cursor.execute("CREATE TEMPORARY TABLE reindex_sent (id bigint PRIMARY KEY, title text)")
        try:
            engine.create(new)
            bring(engine, new, cursor)
            engine.switch("posts", new)
            switched = True
            while bring(engine, new, cursor):
                pass
        except SearchError:
            if not switched:
                try:
                    engine.drop(new)
                except SearchError:
                    pass
            raise
        finally:
            cursor.execute("DROP TABLE IF EXISTS pg_temp.reindex_sent")
    if old is not None:
        engine.drop(old)
