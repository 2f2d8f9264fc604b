"""One raw SQL statement with a join, sent through a cursor."""

from django.db import connection

SQL = """
    SELECT post.title, author.username
    FROM discuss_post AS post
    JOIN accounts_user AS author ON author.id = post.author_id
    ORDER BY post.id DESC
"""


def archive():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        rows = cursor.fetchall()
    return [f"{title}, by {name}" for title, name in rows]
