"""Wrong, together: UPDATE, and INSERT if there was no row. Two first likes of a post at the same time both
insert, and one raises IntegrityError."""

from django.db import connection

TABLE = """
    CREATE TABLE like_counter (post_id bigint PRIMARY KEY, likes bigint NOT NULL)
    WITH (fillfactor = 70)
"""
UPDATE = "UPDATE like_counter SET likes = likes + 1 WHERE post_id = %s"
INSERT = "INSERT INTO like_counter SELECT id, 1 FROM discuss_post WHERE id = %s"
TOP = """
    SELECT post.id, post.kept_likes + COALESCE(counter.likes, 0) AS likes
    FROM discuss_post AS post LEFT JOIN like_counter AS counter ON counter.post_id = post.id
    ORDER BY likes DESC, post.id DESC LIMIT %s
"""


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [post_id])
        if cursor.rowcount == 0:
            cursor.execute(INSERT, [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(TOP, [limit])
        return cursor.fetchall()
