"""A like is a row that is only ever added; top() adds up those since the migration and kept_likes."""

from django.db import connection

# Rows that are added and never updated: nobody waits for anybody, so nobody can deadlock either.
CREATE = "CREATE TABLE discuss_new_like (post_id bigint NOT NULL)"

TOP = """
SELECT post.id, post.kept_likes + coalesce(added.number, 0) AS likes
FROM discuss_post AS post
LEFT JOIN (
    SELECT post_id, count(*) AS number FROM discuss_new_like GROUP BY post_id
) AS added ON added.post_id = post.id
ORDER BY likes DESC, post.id DESC
LIMIT %s
"""


def prepare():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS most_liked")
        cursor.execute("DROP TABLE IF EXISTS discuss_new_like")
        cursor.execute(CREATE)


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO discuss_new_like (post_id) VALUES (%s)", [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(TOP, [limit])
        return cursor.fetchall()
