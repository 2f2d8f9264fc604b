"""SQL: the keys are an array whose order WITH ORDINALITY keeps; the other query reads 1,000 rows from the end of the primary key."""

from django.db import connection

from arena.search.backends import SearchError

HITS = """
    SELECT post.id, post.title, author.username
    FROM unnest(%s::bigint[]) WITH ORDINALITY AS hit (id, place)
    JOIN discuss_post AS post ON post.id = hit.id
    JOIN accounts_user AS author ON author.id = post.author_id
    WHERE post.published_at IS NOT NULL
    ORDER BY hit.place
"""

NEWEST = """
    SELECT post.id, post.title, author.username
    FROM (
        SELECT id, title, author_id FROM discuss_post
        WHERE published_at IS NOT NULL ORDER BY id DESC LIMIT 1000
    ) AS post
    JOIN accounts_user AS author ON author.id = post.author_id
    WHERE strpos(upper(post.title), upper(%s)) > 0
    ORDER BY post.id DESC
    LIMIT %s
"""


def search(engine, words, limit=20):
    try:
        query = HITS, [engine.search("posts", words, limit=limit, timeout=0.5)]
    except SearchError:
        query = NEWEST, [words, limit]
    with connection.cursor() as cursor:
        cursor.execute(*query)
        return [dict(zip(("id", "title", "author"), row)) for row in cursor.fetchall()]
