"""Python adds: two calls at the same time read the same number.

Breaks: together
Fails: together
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
    found = send("SELECT likes FROM post_likes WHERE post_id = %s", post_id)
    send(
        """
        INSERT INTO post_likes VALUES (%s, %s)
        ON CONFLICT (post_id) DO UPDATE SET likes = excluded.likes
        """,
        post_id,
        found[0][0] + 1 if found else 1,
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
