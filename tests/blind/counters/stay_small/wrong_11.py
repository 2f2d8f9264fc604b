"""Wrong, posts: a post that was liked and is deleted stays in top()."""

from django.db import connection

TABLE = """
    CREATE TABLE like_log (post_id bigint NOT NULL);
    CREATE INDEX like_log_post ON like_log (post_id)
"""
LIKE = "INSERT INTO like_log (post_id) SELECT id FROM discuss_post WHERE id = %s"
TOP = """
    SELECT id, sum(number)::bigint AS likes
    FROM (
        SELECT id, kept_likes AS number FROM discuss_post
        UNION ALL
        SELECT post_id, count(*) FROM like_log GROUP BY post_id
    ) AS part
    GROUP BY id
    ORDER BY likes DESC, id DESC LIMIT %s
"""


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(TOP, [limit])
        return cursor.fetchall()
