"""One like in 100 adds up the new rows, then deletes them: also those that came in between.

Breaks: together
Fails: together
"""

import random

from django.db import connection, transaction


def prepare():
    send("CREATE TABLE new_likes (id bigserial PRIMARY KEY, post_id bigint NOT NULL)")
    send("CREATE TABLE old_likes (post_id bigint PRIMARY KEY, likes bigint NOT NULL)")
    send("INSERT INTO old_likes SELECT id, kept_likes FROM discuss_post")


def like(post_id):
    send("INSERT INTO new_likes (post_id) VALUES (%s)", post_id)
    if random.random() < 0.01:
        with transaction.atomic():
            send("""
                INSERT INTO old_likes SELECT post_id, count(*) FROM new_likes GROUP BY 1 ORDER BY 1
                ON CONFLICT (post_id) DO UPDATE SET likes = old_likes.likes + excluded.likes
            """)
            send("DELETE FROM new_likes")


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
