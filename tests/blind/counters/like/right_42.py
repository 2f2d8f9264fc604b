"""A single SQL statement inserts the like unless it is there, and adds one only for what it inserted."""

from django.db import connection, transaction
from django.utils import timezone

SQL = """
    WITH fresh AS (
        INSERT INTO discuss_like (post_id, user_id, created_at)
        VALUES (%s, %s, %s)
        ON CONFLICT (post_id, user_id) DO NOTHING
        RETURNING post_id
    ), counted AS (
        UPDATE discuss_post
        SET kept_likes = discuss_post.kept_likes + 1
        FROM fresh
        WHERE discuss_post.id = fresh.post_id
    )
    SELECT count(*) FROM fresh
"""


def like(post_id, user_id):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [post_id, user_id, timezone.now()])
        return cursor.fetchone()[0] == 1
