"""One SQL statement with outer joins: a row for each waiting comment, grouped by the post's key."""

from itertools import groupby

from django.db import connection

QUEUE = """
    SELECT post.id, post.title, comment.id, author.username, comment.body
    FROM (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    LEFT JOIN discuss_comment AS comment
        ON comment.post_id = post.id AND NOT comment.is_approved
    LEFT JOIN accounts_user AS author ON author.id = comment.author_id
    ORDER BY post.published_at DESC, post.id DESC, comment.created_at DESC, comment.id DESC
"""


def queue(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, [limit])
        found = cursor.fetchall()
    rows = []
    for (_, title), group in groupby(found, key=lambda row: row[:2]):
        comments = [
            {"author": author, "body": body}
            for _, _, comment, author, body in group
            if comment is not None
        ]
        rows.append({"title": title, "waiting": len(comments), "comments": comments})
    return rows
