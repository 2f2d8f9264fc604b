"""One statement of SQL takes the page first, then cuts the texts of its posts, and says whether there is an editor."""

from django.db import connection

SQL = """
    WITH page AS MATERIALIZED (
        SELECT id, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    )
    SELECT post.title,
        left(post.body, 100) AS teaser,
        post.kept_likes,
        post.editor_id IS NOT NULL AS edited
    FROM page
    JOIN discuss_post AS post USING (id)
    ORDER BY page.published_at DESC, page.id DESC
"""


def card(row):
    title, teaser, kept_likes, edited = row
    return {"title": title, "teaser": teaser, "kept_likes": kept_likes, "edited": edited}


def cards(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        return [card(row) for row in cursor.fetchall()]
