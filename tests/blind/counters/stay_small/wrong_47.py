"""stored

The numbers are in an unlogged table, which PostgreSQL empties when it recovers from a crash: shows after
one, as likes that were committed are gone, the old ones too, and on a replica, which has none of them.
"""

from django.db import connection

# Written with each like, so it is kept out of the write-ahead log.
CREATE = """
CREATE UNLOGGED TABLE discuss_post_likes (post_id bigint PRIMARY KEY, likes bigint NOT NULL)
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
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(TOP, [limit])
        return cursor.fetchall()
