"""WRONG (rule: fewer): the LEFT JOIN is filtered after the join; a post that has comments, but only
unapproved ones, vanishes instead of having an empty list.
"""

from itertools import groupby

from django.db import connection

SQL = """
    SELECT id, title, comment_id, username, body
    FROM (
        SELECT post.id, post.title, post.published_at,
               comment.id AS comment_id, author.username, comment.body,
               row_number() OVER (
                   PARTITION BY post.id ORDER BY comment.created_at DESC, comment.id DESC
               ) AS place
        FROM (
            SELECT id, title, published_at
            FROM discuss_post
            WHERE published_at IS NOT NULL
            ORDER BY published_at DESC, id DESC
            LIMIT %s
        ) AS post
        LEFT JOIN discuss_comment AS comment ON comment.post_id = post.id
        LEFT JOIN accounts_user AS author ON author.id = comment.author_id
        WHERE comment.id IS NULL OR comment.is_approved
    ) AS told
    WHERE place <= 3
    ORDER BY published_at DESC, id DESC, place
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
