"""SQL by hand: the page first, then its comments."""

from django.db import connection

SQL = """
    WITH page AS (
        SELECT id, title, published_at FROM discuss_post
        WHERE published_at IS NOT NULL ORDER BY published_at DESC, id DESC LIMIT %s
    )
    SELECT page.title, COUNT(said.id), COUNT(CASE WHEN said.created_at >= %s THEN 1 END)
    FROM page
    LEFT JOIN discuss_comment AS said ON said.post_id = page.id AND said.is_approved
    GROUP BY page.id, page.title, page.published_at
    ORDER BY page.published_at DESC, page.id DESC
"""


def page(since, limit=100):
    with connection.cursor() as cursor:
        # SQLite keeps moments as text, and must be asked in the same words.
        cursor.execute(SQL, [limit, connection.ops.adapt_datetimefield_value(since)])
        rows = cursor.fetchall()
    return [{"title": title, "comments": number, "new": new} for title, number, new in rows]
