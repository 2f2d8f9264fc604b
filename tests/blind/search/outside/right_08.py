"""Raw SQL: unnest() keeps the engine's order; strpos() has no wildcards to escape."""

from django.db import connection

from arena.search.backends import SearchError

HITS = """
SELECT post.id, post.title, person.username
FROM unnest(%s::bigint[]) WITH ORDINALITY AS hit (id, place)
JOIN discuss_post AS post ON post.id = hit.id
JOIN accounts_user AS person ON person.id = post.author_id
WHERE post.published_at IS NOT NULL
ORDER BY hit.place
"""

NEWEST = """
WITH newest AS MATERIALIZED (
    SELECT id, title, author_id FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY id DESC LIMIT 1000
)
SELECT newest.id, newest.title, person.username
FROM newest JOIN accounts_user AS person ON person.id = newest.author_id
WHERE strpos(upper(newest.title), upper(%s)) > 0
ORDER BY newest.id DESC LIMIT %s
"""


def search(engine, words, limit=20):
    try:
        keys = list(engine.search("posts", words, limit=limit, timeout=0.5))
    except SearchError:
        if "\0" in words:
            return []
        return fetch(NEWEST, [words, limit])
    return fetch(HITS, [keys]) if keys else []


def fetch(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [dict(zip(("id", "title", "author"), row)) for row in cursor]
