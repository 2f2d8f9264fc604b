"""SQL: unnest() WITH ORDINALITY keeps the engine's order, and a subquery bounds the fallback."""

from django.db import connection

from arena.search.backends import SearchError

HITS = """
SELECT p.id, p.title, u.username
FROM unnest(%s::bigint[]) WITH ORDINALITY AS hit (id, place)
JOIN discuss_post AS p USING (id)
JOIN accounts_user AS u ON u.id = p.author_id
WHERE p.published_at IS NOT NULL
ORDER BY hit.place
"""
NEWEST = """
SELECT p.id, p.title, u.username
FROM (
    SELECT id, title, author_id
    FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY id DESC
    LIMIT 1000
) AS p
JOIN accounts_user AS u ON u.id = p.author_id
WHERE position(upper(%s) IN upper(p.title)) > 0
ORDER BY p.id DESC
LIMIT %s
"""


def search(engine, words, limit=20):
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.5)
    except SearchError:
        return _rows(NEWEST, [words, limit])
    return _rows(HITS, [list(keys)])


def _rows(statement, params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [
            {"id": key, "title": title, "author": author}
            for key, title, author in cursor.fetchall()
        ]
