"""RIGHT: PostgreSQL builds the whole answer as one JSON text, which is parsed here."""

import json

from django.db import connection

SQL = """
    SELECT coalesce(
        json_agg(
            json_build_object(
                'title', post.title,
                'comments', coalesce(
                    (
                        SELECT json_agg(
                            json_build_object(
                                'author', commenter.username,
                                'body', comment.body,
                                'replies', coalesce(
                                    (
                                        SELECT json_agg(
                                            json_build_object(
                                                'author', replier.username,
                                                'body', reply.body
                                            )
                                            ORDER BY reply.created_at, reply.id
                                        )
                                        FROM discuss_comment AS reply
                                        JOIN accounts_user AS replier
                                            ON replier.id = reply.author_id
                                        WHERE reply.parent_id = comment.id
                                    ),
                                    '[]'::json
                                )
                            )
                            ORDER BY comment.created_at, comment.id
                        )
                        FROM discuss_comment AS comment
                        JOIN accounts_user AS commenter ON commenter.id = comment.author_id
                        WHERE comment.post_id = post.id AND comment.parent_id IS NULL
                    ),
                    '[]'::json
                )
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
"""


def thread(limit=10):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        (text,) = cursor.fetchone()
    return json.loads(text)
