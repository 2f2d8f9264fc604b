"""RIGHT: PostgreSQL builds the whole answer as one JSON text, which is parsed here."""

import json

from django.db import connection

SQL = """
    SELECT coalesce(
        json_agg(
            json_build_object(
                'title', post.title,
                'waiting', coalesce(held.number, 0),
                'comments', coalesce(held.comments, '[]'::json)
            )
            ORDER BY post.published_at DESC, post.id DESC
        ),
        '[]'::json
    )::text
    FROM (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    LEFT JOIN LATERAL (
        SELECT count(*) AS number,
               json_agg(
                   json_build_object('author', author.username, 'body', comment.body)
                   ORDER BY comment.created_at DESC, comment.id DESC
               ) AS comments
        FROM discuss_comment AS comment
        JOIN accounts_user AS author ON author.id = comment.author_id
        WHERE comment.post_id = post.id AND NOT comment.is_approved
    ) AS held ON true
"""


def queue(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        (text,) = cursor.fetchone()
    return json.loads(text)
