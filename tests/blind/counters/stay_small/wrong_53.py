"""together: two simultaneous first likes of one post fail.

Both update no row, both insert one, and the second insert violates the primary key: an IntegrityError, and a like that is lost.
"""

from django.db import connection


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE added_likes (post_id bigint PRIMARY KEY, likes integer NOT NULL) WITH (fillfactor = 50)"
        )


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE added_likes SET likes = likes + 1 WHERE post_id = %s", [post_id])
        if cursor.rowcount == 0:
            cursor.execute("INSERT INTO added_likes (post_id, likes) VALUES (%s, 1)", [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.kept_likes + coalesce(a.likes, 0) AS likes FROM discuss_post p"
            " LEFT JOIN added_likes a ON a.post_id = p.id ORDER BY likes DESC, p.id DESC LIMIT %s",
            [limit],
        )
        return cursor.fetchall()
