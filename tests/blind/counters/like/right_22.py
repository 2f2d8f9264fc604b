"""RIGHT: raw SQL, INSERT .. ON CONFLICT DO NOTHING whose row count decides about the UPDATE."""

from django.db import connection, transaction
from django.utils import timezone

from arena.discuss.models import Like, Post

INSERT = """
INSERT INTO discuss_like (post_id, user_id, created_at) VALUES (%s, %s, %s)
ON CONFLICT (post_id, user_id) DO NOTHING
"""
UPDATE = "UPDATE discuss_post SET kept_likes = kept_likes + 1 WHERE id = %s"


def like(post_id, user_id):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [post_id, user_id, timezone.now()])
        is_new = cursor.rowcount == 1
        if is_new:
            cursor.execute(UPDATE, [post_id])
    return is_new
