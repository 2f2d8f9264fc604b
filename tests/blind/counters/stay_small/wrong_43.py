"""stored

A like is written after the caller's commit, so that no row stays locked as long as the transaction: shows
within it, as top() has not the like yet, and if the process dies or the write fails after the commit.
"""

from django.db import connection, transaction

CREATE = """
CREATE TABLE discuss_post_likes (post_id bigint PRIMARY KEY, likes bigint NOT NULL)
WITH (fillfactor = 50)
"""
FILL = "INSERT INTO discuss_post_likes (post_id, likes) SELECT id, kept_likes FROM discuss_post"
LIKE = """
INSERT INTO discuss_post_likes AS counted (post_id, likes) VALUES (%s, 1)
ON CONFLICT (post_id) DO UPDATE SET likes = counted.likes + 1
"""
TOP = """
SELECT post.id, coalesce(counted.likes, 0) AS number
FROM discuss_post AS post LEFT JOIN discuss_post_likes AS counted ON counted.post_id = post.id
ORDER BY number DESC, post.id DESC
LIMIT %s
"""


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        cursor.execute(FILL)


def like(post_id):
    # At once if there is no transaction, and never if it is rolled back.
    transaction.on_commit(lambda: add(post_id))


def add(post_id):
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(TOP, [limit])
        return cursor.fetchall()
