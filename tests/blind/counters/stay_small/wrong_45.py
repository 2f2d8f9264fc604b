"""top

Only the posts with the most old likes and those with the most new ones are added up: shows with a post
that is among the first in neither list, and has the most of both together.
"""

from django.db import connection

# kept_likes is written no more, so its index costs nothing any more.
PREPARE = """
CREATE INDEX most_liked ON discuss_post (kept_likes DESC, id DESC);
CREATE TABLE discuss_new_likes (post_id bigint PRIMARY KEY, likes bigint NOT NULL);
CREATE INDEX most_new_likes ON discuss_new_likes (likes DESC, post_id DESC)
"""
LIKE = """
INSERT INTO discuss_new_likes AS added (post_id, likes) VALUES (%s, 1)
ON CONFLICT (post_id) DO UPDATE SET likes = added.likes + 1
"""
# Both indexes are read from the top.
TOP = """
WITH likely AS (
    (SELECT id FROM discuss_post ORDER BY kept_likes DESC, id DESC LIMIT %(limit)s)
    UNION
    (SELECT post_id FROM discuss_new_likes ORDER BY likes DESC, post_id DESC LIMIT %(limit)s)
)
SELECT post.id, post.kept_likes + coalesce(added.likes, 0) AS number
FROM likely
JOIN discuss_post AS post ON post.id = likely.id
LEFT JOIN discuss_new_likes AS added ON added.post_id = post.id
ORDER BY number DESC, post.id DESC
LIMIT %(limit)s
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
