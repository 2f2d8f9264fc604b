"""PostgreSQL empties an unlogged table after a crash, so likes that were committed are lost.

Breaks: stored
Fails: stored
"""

from django.db import connection


def prepare():
    send("""
        CREATE UNLOGGED TABLE post_likes (
            post_id bigint PRIMARY KEY REFERENCES discuss_post ON DELETE CASCADE,
            likes bigint NOT NULL
        )
    """)
    send("INSERT INTO post_likes SELECT id, kept_likes FROM discuss_post")


def like(post_id):
    send(
        """
        INSERT INTO post_likes VALUES (%s, 1)
        ON CONFLICT (post_id) DO UPDATE SET likes = post_likes.likes + 1
        """,
        post_id,
    )


def top(limit):
    return send(
        """
        SELECT id, coalesce(likes, 0) FROM discuss_post LEFT JOIN post_likes ON post_id = id
        ORDER BY 2 DESC, 1 DESC LIMIT %s
        """,
        limit,
    )


def send(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None
