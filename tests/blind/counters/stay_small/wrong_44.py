"""pages

The narrow table has no index at all, so that a like writes nothing but a row, and has to be read from end
to end to find this: shows with some ten thousand liked posts, which fill more than 40 pages.
"""

from django.db import connection

# Each connection has rows of its own, so two rows for the same need no constraint to be refused.
CREATE = "CREATE TABLE discuss_post_likes (post_id bigint, backend integer, likes bigint)"
FILL = """
INSERT INTO discuss_post_likes (post_id, backend, likes)
SELECT id, 0, kept_likes FROM discuss_post WHERE kept_likes > 0
"""
AGAIN = """
UPDATE discuss_post_likes SET likes = likes + 1
WHERE post_id = %s AND backend = pg_backend_pid()
"""
FIRST = "INSERT INTO discuss_post_likes VALUES (%s, pg_backend_pid(), 1)"
TOP = """
SELECT post.id, coalesce(sum(counted.likes), 0)::bigint AS number
FROM discuss_post AS post LEFT JOIN discuss_post_likes AS counted ON counted.post_id = post.id
GROUP BY post.id
ORDER BY number DESC, post.id DESC
LIMIT %s
"""


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        cursor.execute(FILL)


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute(AGAIN, [post_id])
        if not cursor.rowcount:
            cursor.execute(FIRST, [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(TOP, [limit])
        return cursor.fetchall()
