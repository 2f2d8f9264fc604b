"""RIGHT: one raw SQL query that limits the posts first, and counts in scalar subqueries."""

from django.db import connection

from arena.discuss.models import Comment, Like, Post

SQL = f"""
    WITH shown AS (
        SELECT id, title, published_at FROM {Post._meta.db_table}
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    )
    SELECT
        title,
        (SELECT count(*) FROM {Comment._meta.db_table} c WHERE c.post_id = s.id AND c.is_approved),
        (SELECT count(*) FROM {Like._meta.db_table} l WHERE l.post_id = s.id)
    FROM shown s
    ORDER BY s.published_at DESC, s.id DESC
"""


def totals(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        return [
            {"title": title, "comments": comments, "likes": likes}
            for title, comments, likes in cursor.fetchall()
        ]
