"""Plain SQL for three columns of the one table."""

from types import SimpleNamespace

from django.db import connection

from arena.discuss.models import Post

SQL = """
    SELECT id, title, author_id
    FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
"""


def link(post: Post | SimpleNamespace) -> str:
    return f"/posts/{post.pk}/"


def archive():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [
            {"link": link(SimpleNamespace(pk=pk)), "title": title, "author": author}
            for pk, title, author in cursor.fetchall()
        ]
