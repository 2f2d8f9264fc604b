"""WRONG: down (title contains `words`): % and _ in the words are wildcards of ILIKE, "a_b" finds "axb"."""

from django.db import connection

from arena.discuss.models import Post
from arena.search.backends import SearchError


def search(engine, words, limit=20):
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.5)
    except SearchError:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT p.id, p.title, u.username
                FROM (
                    SELECT * FROM discuss_post WHERE published_at IS NOT NULL
                    ORDER BY id DESC LIMIT 1000
                ) p JOIN accounts_user u ON u.id = p.author_id
                WHERE p.title ILIKE %s
                ORDER BY p.id DESC LIMIT %s
                """,
                [f"%{words}%", limit],
            )
            return [dict(zip(("id", "title", "author"), row)) for row in cursor.fetchall()]
    posts = Post.objects.filter(published_at__isnull=False).select_related("author").in_bulk(keys)
    return [
        {"id": key, "title": posts[key].title, "author": posts[key].author.username}
        for key in keys
        if key in posts
    ]
