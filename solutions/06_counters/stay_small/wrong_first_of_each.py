"""It adds up the first posts by old likes and the first by new ones. A post can have the most of
both together without being among either.

Breaks: top
Fails: answer
"""

from django.db import connection

PREPARE = """
    CREATE INDEX most_liked ON discuss_post (kept_likes DESC, id DESC);
    CREATE TABLE new_likes (post_id bigint PRIMARY KEY, likes bigint NOT NULL);
    CREATE INDEX most_new_likes ON new_likes (likes DESC, post_id DESC)
"""
LIKE = """
    INSERT INTO new_likes VALUES (%s, 1)
    ON CONFLICT (post_id) DO UPDATE SET likes = new_likes.likes + 1
"""
TOP = """
    WITH likely AS (
        (SELECT id FROM discuss_post ORDER BY kept_likes DESC, id DESC LIMIT %(limit)s)
        UNION
        (SELECT post_id FROM new_likes ORDER BY likes DESC, post_id DESC LIMIT %(limit)s)
    )
    SELECT id, kept_likes + coalesce(likes, 0) FROM discuss_post
    JOIN likely USING (id) LEFT JOIN new_likes ON post_id = id
    ORDER BY 2 DESC, 1 DESC LIMIT %(limit)s
"""


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(PREPARE)


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(TOP, {"limit": limit})
        return cursor.fetchall()
