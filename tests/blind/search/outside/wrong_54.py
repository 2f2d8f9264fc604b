"""Breaks "down".

The words go into an ILIKE pattern as they are: "100%" or "snake_case" also find titles that do not contain them, because % and _ stand
for any text and any character.
"""

from django.db import connection

from arena.discuss.models import Post
from arena.search.backends import SearchError

NEWEST = """
    SELECT p.id, p.title, u.username
    FROM (
        SELECT * FROM discuss_post WHERE published_at IS NOT NULL ORDER BY id DESC LIMIT 1000
    ) AS p
    JOIN accounts_user AS u ON u.id = p.author_id
    WHERE p.title ILIKE %s
    ORDER BY p.id DESC
    LIMIT %s
"""


def search(engine, words, limit=20):
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.5)
    except SearchError:
        with connection.cursor() as cursor:
            cursor.execute(NEWEST, [f"%{words}%", limit])
            return [{"id": pk, "title": title, "author": author} for pk, title, author in cursor]
    posts = Post.objects.filter(published_at__isnull=False).select_related("author").in_bulk(keys)
    return [
        {"id": posts[key].pk, "title": posts[key].title, "author": posts[key].author.username}
        for key in keys
        if key in posts
    ]
