"""RIGHT: one SQL statement, which inserts the like and counts it only if it was inserted."""

from django.db import connection
from django.utils import timezone

from arena.discuss.models import Like, Post

SQL = f"""
    WITH fresh AS (
        INSERT INTO {Like._meta.db_table} (post_id, user_id, created_at)
        VALUES (%s, %s, %s)
        ON CONFLICT (post_id, user_id) DO NOTHING
        RETURNING post_id
    ), counted AS (
        UPDATE {Post._meta.db_table} AS post
        SET kept_likes = post.kept_likes + 1
        FROM fresh
        WHERE post.id = fresh.post_id
    )
    SELECT count(*) FROM fresh
"""


def like(post_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [post_id, user_id, timezone.now()])
        (inserted,) = cursor.fetchone()
    return inserted == 1
