"""Right: raw SQL (LIMIT NULL is no limit)."""

from django.db import connection

SQL = """
    SELECT title, left(body, 100), kept_likes, editor_id IS NOT NULL
    FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %s
"""
KEYS = ("title", "teaser", "kept_likes", "edited")


def cards(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        return [dict(zip(KEYS, row, strict=True)) for row in cursor.fetchall()]
