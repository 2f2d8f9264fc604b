"""RIGHT: raw SQL through a cursor."""

from types import SimpleNamespace

from django.db import connection

SQL = """
    SELECT id, title, author_id
    FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
"""


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    lines = []
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        for pk, title, author_id in cursor:
            lines.append(
                {"link": link(SimpleNamespace(pk=pk)), "title": title, "author": author_id}
            )
    return lines
