"""SQL by hand: pick the posts, count for those, then join one row for each post."""

from django.db import connection

SQL = """
    WITH page AS (
        SELECT id, title, published_at FROM discuss_post WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC LIMIT %s
    )
    SELECT
        page.title,
        (SELECT COUNT(*) FROM discuss_comment
         WHERE discuss_comment.post_id = page.id AND is_approved) AS comments,
        (SELECT COUNT(*) FROM discuss_like WHERE discuss_like.post_id = page.id) AS likes
    FROM page
    ORDER BY page.published_at DESC, page.id DESC
"""


def totals(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]
