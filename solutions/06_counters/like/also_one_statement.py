"""One statement of SQL, which is a transaction by itself: insert if new, and add what was inserted.

A WITH that writes is PostgreSQL's own.
"""

from django.db import connection

SQL = """
    WITH liked AS (
        INSERT INTO discuss_like (post_id, user_id, created_at) VALUES (%s, %s, now())
        ON CONFLICT (post_id, user_id) DO NOTHING
        RETURNING post_id
    )
    UPDATE discuss_post SET kept_likes = kept_likes + 1
    WHERE id IN (SELECT post_id FROM liked)
"""


def like(post_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [post_id, user_id])
        return cursor.rowcount == 1
