"""RIGHT: one set-based statement: the page, two GROUP BYs joined to the page, two LEFT JOINs."""

from django.db import connection

from arena.discuss.models import Comment, Like, Post

SQL = f"""
WITH page AS (
    SELECT id, title, published_at
    FROM {Post._meta.db_table}
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %s
),
talk AS (
    SELECT page.id, COUNT(*) AS n
    FROM page
    JOIN {Comment._meta.db_table} AS c ON c.post_id = page.id
    WHERE c.is_approved
    GROUP BY page.id
),
praise AS (
    SELECT page.id, COUNT(*) AS n
    FROM page
    JOIN {Like._meta.db_table} AS l ON l.post_id = page.id
    GROUP BY page.id
)
SELECT page.title, COALESCE(talk.n, 0), COALESCE(praise.n, 0)
FROM page
LEFT JOIN talk ON talk.id = page.id
LEFT JOIN praise ON praise.id = page.id
ORDER BY page.published_at DESC, page.id DESC
"""


def totals(limit=50):
    rows = []
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        for title, comments, likes in cursor.fetchall():
            rows.append({"title": title, "comments": comments, "likes": likes})
    return rows
