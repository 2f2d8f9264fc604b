"""Breaks "down": `words` is put into an ILIKE pattern as it is.

A per cent sign, an underscore or a backslash in `words` doesn't stand for itself: "100%" finds
"1000 points", "a_b" finds "axb".
"""

from django.db import connection

from arena.discuss.models import Post
from arena.search.backends import SearchError


def search(engine, words, limit=20):
    try:
        keys = list(engine.search("posts", words, limit=limit, timeout=0.5))
    except SearchError:
        return without_engine(words, limit)
    posts = rows(Post.objects.filter(pk__in=keys, published_at__isnull=False))
    by_key = {post["id"]: post for post in posts}
    return [by_key[key] for key in keys if key in by_key]


def without_engine(words, limit):
    if "\0" in words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT post.id, post.title, person.username
            FROM (
                SELECT id, title, author_id FROM discuss_post
                WHERE published_at IS NOT NULL ORDER BY id DESC LIMIT 1000
            ) AS post
            JOIN accounts_user AS person ON person.id = post.author_id
            WHERE post.title ILIKE %s
            ORDER BY post.id DESC LIMIT %s
            """,
            [f"%{words}%", limit],
        )
        return [dict(zip(("id", "title", "author"), row)) for row in cursor]


def rows(posts):
    return [
        {"id": key, "title": title, "author": author}
        for key, title, author in posts.values_list("pk", "title", "author__username")
    ]
