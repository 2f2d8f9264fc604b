"""A join, written by hand."""

from django.db import connection


def archive():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post.title, author.username FROM discuss_post AS post"
            " JOIN accounts_user AS author ON author.id = post.author_id ORDER BY post.id DESC"
        )
        return [f"{title}, by {username}" for title, username in cursor.fetchall()]
