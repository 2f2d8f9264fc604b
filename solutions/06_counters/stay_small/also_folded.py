"""New rows; one like in 50 or so moves what has come in to a narrow table, in one statement."""

import random

from django.db import connection


def prepare():
    send("CREATE TABLE new_likes (id bigserial PRIMARY KEY, post_id bigint NOT NULL)")
    send("CREATE TABLE old_likes (post_id bigint PRIMARY KEY, likes bigint NOT NULL)")
    send("INSERT INTO old_likes SELECT id, kept_likes FROM discuss_post")


def like(post_id):
    send("INSERT INTO new_likes (post_id) VALUES (%s)", post_id)
    if random.random() < 0.02:
        # One at a time: two would lock the same rows in different orders.
        send("""
            WITH taken AS (
                DELETE FROM new_likes WHERE pg_try_advisory_xact_lock(6) RETURNING post_id
            )
            INSERT INTO old_likes SELECT post_id, count(*) FROM taken GROUP BY post_id
            ON CONFLICT (post_id) DO UPDATE SET likes = old_likes.likes + excluded.likes
        """)


def top(limit):
    return send(
        """
        SELECT id, coalesce(likes, 0) + coalesce(number, 0)::bigint
        FROM discuss_post LEFT JOIN old_likes ON post_id = id LEFT JOIN (
            SELECT post_id, count(*) AS number FROM new_likes GROUP BY post_id
        ) AS new ON new.post_id = id
        ORDER BY 2 DESC, 1 DESC LIMIT %s
        """,
        limit,
    )


def send(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None
