"""Wrong, stored: on_commit() keeps locks short, but the like is no part of the caller's transaction: it is
not seen in it, and lost if the process dies, or another hook raises, after the commit."""

from django.db import connection, transaction

TABLE = """
    CREATE TABLE post_like_log (post_id bigint NOT NULL);
    CREATE INDEX post_like_log_post ON post_like_log (post_id)
"""
LIKE = "INSERT INTO post_like_log (post_id) SELECT id FROM discuss_post WHERE id = %s"
TOP = """
    SELECT post.id, post.kept_likes + COALESCE(fresh.number, 0) AS likes
    FROM discuss_post AS post
    LEFT JOIN (
        SELECT post_id, count(*) AS number FROM post_like_log GROUP BY post_id
    ) AS fresh ON fresh.post_id = post.id
    ORDER BY likes DESC, post.id DESC LIMIT %s
"""


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


def store(post_id):
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id])


def like(post_id):
    transaction.on_commit(lambda: store(post_id))


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(TOP, [limit])
        return cursor.fetchall()
