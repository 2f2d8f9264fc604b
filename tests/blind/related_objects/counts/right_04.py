"""RIGHT: raw SQL through Django's cursor: the page first (WITH), then two scalar subqueries."""

from django.db import connection

from arena.discuss.models import Comment, Like, Post

SQL = f"""
WITH page AS (
    SELECT id, title, published_at
    FROM {Post._meta.db_table}
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %s
)
SELECT
    page.title,
    (SELECT COUNT(*) FROM {Comment._meta.db_table} c WHERE c.post_id = page.id AND c.is_approved),
    (SELECT COUNT(*) FROM {Like._meta.db_table} l WHERE l.post_id = page.id)
FROM page
ORDER BY page.published_at DESC, page.id DESC
"""
KEYS = ("title", "comments", "likes")


def totals(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        return [dict(zip(KEYS, row)) for row in cursor.fetchall()]
