"""Right: one SELECT by hand."""

from django.db import connection

SQL = """
    SELECT id, title, author_id FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
"""


def link(pk):
    return f"/posts/{pk}/"


def archive():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [
            {"link": link(pk), "title": title, "author": author}
            for pk, title, author in cursor.fetchall()
        ]
