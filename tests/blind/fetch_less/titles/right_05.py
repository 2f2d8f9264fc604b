"""RIGHT: PostgreSQL builds the whole list as one JSON document: one row, one value."""

import json

from django.db import connection


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT json_agg(
                json_build_object(
                    'link', '/posts/' || id || '/', 'title', title, 'author', author_id
                )
                ORDER BY published_at DESC, id DESC
            )::text
            FROM discuss_post
            WHERE published_at IS NOT NULL
            HAVING count(*) > 0
            """
        )
        row = cursor.fetchone()
    return json.loads(row[0]) if row else []
