"""Wrong, rows: from the millionth post on the link is "/posts/######/": the pattern of to_char() has
six digits."""

from django.db import connection

SQL = """
    SELECT '/posts/' || to_char(id, 'FM999999') || '/' AS link, title, author_id AS author
    FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
"""


def archive():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]
