"""RIGHT: PostgreSQL builds the comments of each post as JSON text, json_agg() over a lateral LIMIT."""

import json

from django.db import connection

SQL = """
    SELECT post.title, (
        SELECT COALESCE(
            json_agg(
                json_build_array(author.username, newest.body)
                ORDER BY newest.created_at DESC, newest.id DESC
            ),
            '[]'
        )::text
        FROM (
            SELECT id, created_at, author_id, body
            FROM discuss_comment
            WHERE discuss_comment.post_id = post.id AND is_approved
            ORDER BY created_at DESC, id DESC
            FETCH FIRST 3 ROWS ONLY
        ) AS newest
        JOIN accounts_user AS author ON author.id = newest.author_id
    )
    FROM (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    ORDER BY post.published_at DESC, post.id DESC
"""


def latest_comments(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        return [
            {
                "title": title,
                "comments": [{"author": author, "body": body} for author, body in json.loads(said)],
            }
            for title, said in cursor
        ]
