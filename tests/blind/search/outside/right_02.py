"""RIGHT: plain SQL, unnest() WITH ORDINALITY keeps the engine's order."""

from django.db import connection

from arena.search.backends import SearchError

BY_KEYS = """
    SELECT post.id, post.title, author.username AS author
    FROM unnest(%s::bigint[]) WITH ORDINALITY AS hit (key, place)
    JOIN discuss_post AS post ON post.id = hit.key
    JOIN accounts_user AS author ON author.id = post.author_id
    WHERE post.published_at IS NOT NULL
    ORDER BY hit.place
"""
BY_TITLE = """
    SELECT post.id, post.title, author.username AS author
    FROM (
        SELECT id, title, author_id
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY id DESC
        LIMIT 1000
    ) AS post
    JOIN accounts_user AS author ON author.id = post.author_id
    WHERE strpos(upper(post.title), upper(%s)) > 0
    ORDER BY post.id DESC
    LIMIT %s
"""


def rows(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor]


def search(engine, words, limit=20):
    try:
        keys = list(engine.search("posts", words, limit=limit, timeout=0.5))
    except SearchError:
        return rows(BY_TITLE, [words, limit])
    return rows(BY_KEYS, [keys])
