"""Wrong: top: of equal numbers, the lower key comes first."""

from django.db import connection


def prepare():
    with connection.cursor() as cursor:
        cursor.execute("""CREATE TABLE new_likes (post_id bigint NOT NULL)""")


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute("""INSERT INTO new_likes SELECT id FROM discuss_post WHERE id = %s""", [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT p.id, p.kept_likes + coalesce(n.number, 0) AS likes FROM discuss_post p
            LEFT JOIN (SELECT post_id, count(*) AS number FROM new_likes GROUP BY 1) n
                ON n.post_id = p.id
            ORDER BY likes DESC, p.id LIMIT %s""", [limit])
        return cursor.fetchall()
