"""top

The most liked ones are taken from the table of numbers alone, and looked up among the posts afterwards:
shows when one of them was deleted, or posts without a like are needed, as fewer than limit are left.
"""

from django.db import connection

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
SELECT post.id, most.likes
FROM (
    SELECT post_id, likes FROM discuss_post_likes ORDER BY likes DESC, post_id DESC LIMIT %s
) AS most
JOIN discuss_post AS post ON post.id = most.post_id
ORDER BY most.likes DESC, post.id DESC
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
