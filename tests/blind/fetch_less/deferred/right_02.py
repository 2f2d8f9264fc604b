"""RIGHT: raw SQL, all four values made by the database."""

from django.db import connection


def card(post):
    title, teaser, kept_likes, edited = post
    return {"title": title, "teaser": teaser, "kept_likes": kept_likes, "edited": bool(edited)}


def cards(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT title, substr(body, 1, 100), kept_likes, editor_id IS NOT NULL
            FROM discuss_post
            WHERE published_at IS NOT NULL
            ORDER BY published_at DESC, id DESC
            LIMIT %s
            """,
            [limit],
        )
        return [card(row) for row in cursor.fetchall()]
