"""Only new rows: one for each like, added up when they are read."""

from django.db import connection


def prepare():
    send("CREATE TABLE new_likes (post_id bigint NOT NULL)")


def like(post_id):
    send("INSERT INTO new_likes VALUES (%s)", post_id)


def top(limit):
    return send(
        """
        SELECT id, kept_likes + coalesce(likes, 0)
        FROM discuss_post LEFT JOIN (
            SELECT post_id, count(*) AS likes FROM new_likes GROUP BY post_id
        ) AS new ON post_id = id
        ORDER BY 2 DESC, 1 DESC LIMIT %s
        """,
        limit,
    )


def send(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None
