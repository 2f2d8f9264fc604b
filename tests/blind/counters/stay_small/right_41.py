"""Likes are counted in a narrow table, in a row for each post and each connection that liked it."""

from django.db import connection

# Nobody else updates the rows of a connection, so no like waits for another one, or deadlocks.
# No foreign key: a like must not fail, nor be in the way, because its post is being deleted. It only
# has no effect then, as top() asks for posts.
CREATE = """
CREATE TABLE discuss_post_likes (
    post_id bigint, backend integer, likes bigint NOT NULL, PRIMARY KEY (post_id, backend)
) WITH (fillfactor = 50)
"""
FILL = """
INSERT INTO discuss_post_likes (post_id, backend, likes)
SELECT id, 0, kept_likes FROM discuss_post WHERE kept_likes > 0
"""
LIKE = """
INSERT INTO discuss_post_likes AS counted (post_id, backend, likes)
VALUES (%s, pg_backend_pid(), 1)
ON CONFLICT (post_id, backend) DO UPDATE SET likes = counted.likes + 1
"""
TOP = """
SELECT post.id, coalesce(counted.likes, 0) AS number
FROM discuss_post AS post
LEFT JOIN (
    SELECT post_id, sum(likes)::bigint AS likes FROM discuss_post_likes GROUP BY post_id
) AS counted ON counted.post_id = post.id
ORDER BY number DESC, post.id DESC
LIMIT %s
"""


def prepare():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS most_liked")
        cursor.execute("DROP TABLE IF EXISTS discuss_post_likes")
        cursor.execute(CREATE)
        cursor.execute(FILL)


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(TOP, [limit])
        return cursor.fetchall()
