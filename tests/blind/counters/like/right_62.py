"""One SQL statement inserts the like and, if it did, adds one to the post; a savepoint around it."""

from django.db import connection, transaction
from django.utils import timezone

LIKE = """
    WITH added AS (
        INSERT INTO discuss_like (post_id, user_id, created_at)
        VALUES (%s, %s, %s)
        ON CONFLICT (post_id, user_id) DO NOTHING
        RETURNING post_id
    )
    UPDATE discuss_post
    SET kept_likes = kept_likes + 1
    FROM added
    WHERE discuss_post.id = added.post_id
"""


def like(post_id, user_id):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id, user_id, timezone.now()])
        return cursor.rowcount == 1
