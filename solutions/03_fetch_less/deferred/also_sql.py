"""Raw SQL names what it fetches."""

from django.db import connection

SQL = """
    SELECT title, substr(body, 1, 100), kept_likes, editor_id FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %s
"""


def cards(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        return [
            {"title": title, "teaser": teaser, "kept_likes": likes, "edited": editor is not None}
            for title, teaser, likes, editor in cursor
        ]
