"""RIGHT: one raw query, LEFT JOIN LATERAL with a LIMIT; groupby() folds its sorted rows."""

from itertools import groupby

from django.db import connection

SQL = """
    SELECT post.id, post.title, said.id, said.username, said.body
    FROM (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    LEFT JOIN LATERAL (
        SELECT newest.id, newest.created_at, newest.body, author.username
        FROM (
            SELECT id, created_at, body, author_id
            FROM discuss_comment
            WHERE post_id = post.id AND is_approved
            ORDER BY created_at DESC, id DESC
            LIMIT 3
        ) AS newest
        JOIN accounts_user AS author ON author.id = newest.author_id
    ) AS said ON true
    ORDER BY post.published_at DESC, post.id DESC, said.created_at DESC, said.id DESC
"""


def latest_comments(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        rows = cursor.fetchall()
    return [
        {
            "title": title,
            "comments": [
                {"author": author, "body": body}
                for _, _, comment_id, author, body in group
                if comment_id is not None
            ],
        }
        for (_, title), group in groupby(rows, key=lambda row: row[:2])
    ]
