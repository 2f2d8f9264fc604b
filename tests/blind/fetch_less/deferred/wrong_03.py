"""WRONG: rows ("ties go to the higher id"). Written anew in SQL, `DESC` stands once: the id is ascending."""

from django.db import connection


def card(post):
    title, teaser, kept_likes, editor_id = post
    return {
        "title": title,
        "teaser": teaser,
        "kept_likes": kept_likes,
        "edited": editor_id is not None,
    }


def cards(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT title, left(body, 100), kept_likes, editor_id
            FROM discuss_post
            WHERE published_at IS NOT NULL
            ORDER BY published_at DESC, id
            LIMIT %s
            """,
            [limit],
        )
        return [card(row) for row in cursor.fetchall()]
