"""Raw SQL by a cursor: what is fetched is what the SELECT names."""

from django.db import connection

SQL = """
    SELECT id, title, author_id FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
"""


def archive():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [
            {"link": f"/posts/{pk}/", "title": title, "author": author}
            for pk, title, author in cursor.fetchall()
        ]
