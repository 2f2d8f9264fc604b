"""A post that was added later has no row to update, and is not on the list.

Breaks: posts
Fails: posts
"""

from django.db import connection


def prepare():
    send("""
        CREATE TABLE post_likes (
            post_id bigint PRIMARY KEY REFERENCES discuss_post ON DELETE CASCADE,
            likes bigint NOT NULL
        )
    """)
    send("INSERT INTO post_likes SELECT id, kept_likes FROM discuss_post")


def like(post_id):
    send(
        """
        UPDATE post_likes SET likes = likes + 1 WHERE post_id = %s
        """,
        post_id,
    )


def top(limit):
    return send(
        """
        SELECT id, coalesce(likes, 0) FROM discuss_post JOIN post_likes ON post_id = id
        ORDER BY 2 DESC, 1 DESC LIMIT %s
        """,
        limit,
    )


def send(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None
