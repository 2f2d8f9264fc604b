"""WRONG (allowed: work): the derived tables count the comments and likes of all posts of the site, to show a few."""

from django.db import connection

from arena.discuss.models import Comment, Like, Post

SQL = f"""
    SELECT p.title, coalesce(c.n, 0), coalesce(l.n, 0)
    FROM {Post._meta.db_table} p
    LEFT JOIN (
        SELECT post_id, count(*) AS n FROM {Comment._meta.db_table}
        WHERE is_approved GROUP BY post_id
    ) c ON c.post_id = p.id
    LEFT JOIN (
        SELECT post_id, count(*) AS n FROM {Like._meta.db_table} GROUP BY post_id
    ) l ON l.post_id = p.id
    WHERE p.published_at IS NOT NULL
    ORDER BY p.published_at DESC, p.id DESC
    LIMIT %s
"""


def totals(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        return [
            dict(zip(("title", "comments", "likes"), row, strict=True))
            for row in cursor.fetchall()
        ]
