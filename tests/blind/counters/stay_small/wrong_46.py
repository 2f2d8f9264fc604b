"""together

About each hundredth like adds the new rows to the numbers and then deletes them, in two statements: shows
when another like is committed between the two, as it is deleted without having been counted.
"""

import random

from django.db import connection, transaction

PREPARE = """
CREATE TABLE discuss_new_like (post_id bigint NOT NULL);
CREATE TABLE discuss_post_likes (post_id bigint PRIMARY KEY, likes bigint NOT NULL);
INSERT INTO discuss_post_likes (post_id, likes) SELECT id, kept_likes FROM discuss_post
"""
COUNT = """
INSERT INTO discuss_post_likes AS counted (post_id, likes)
SELECT post_id, count(*) FROM discuss_new_like GROUP BY post_id ORDER BY post_id
ON CONFLICT (post_id) DO UPDATE SET likes = counted.likes + excluded.likes
"""
TOP = """
SELECT post.id, coalesce(counted.likes, 0) + coalesce(added.number, 0) AS likes
FROM discuss_post AS post
LEFT JOIN discuss_post_likes AS counted ON counted.post_id = post.id
LEFT JOIN (
    SELECT post_id, count(*) AS number FROM discuss_new_like GROUP BY post_id
) AS added ON added.post_id = post.id
ORDER BY likes DESC, post.id DESC
LIMIT %s
"""


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(PREPARE)


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO discuss_new_like (post_id) VALUES (%s)", [post_id])
        if random.random() < 0.01:
            with transaction.atomic():
                cursor.execute(COUNT)
                cursor.execute("DELETE FROM discuss_new_like")


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(TOP, [limit])
        return cursor.fetchall()
