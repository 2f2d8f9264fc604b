"""stored: the side table is UNLOGGED, and PostgreSQL empties it after a crash.

Committed likes are gone as soon as the server was killed and started again.
"""

from django.db import connection


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE UNLOGGED TABLE quick_likes (post_id bigint PRIMARY KEY, likes integer NOT NULL) WITH (fillfactor = 50)"
        )


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO quick_likes AS q (post_id, likes) VALUES (%s, 1)"
            " ON CONFLICT (post_id) DO UPDATE SET likes = q.likes + 1",
            [post_id],
        )


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.kept_likes + coalesce(q.likes, 0) AS likes FROM discuss_post p"
            " LEFT JOIN quick_likes q ON q.post_id = p.id ORDER BY likes DESC, p.id DESC LIMIT %s",
            [limit],
        )
        return cursor.fetchall()
