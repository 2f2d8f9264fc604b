"""One SQL statement: LATERAL runs the starter's query, with its LIMIT 3, for each of the posts."""

from django.db import connection

LATEST = """
    SELECT post.id, post.title, comment.id, author.username, comment.body
    FROM (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    LEFT JOIN LATERAL (
        SELECT id, author_id, body, created_at
        FROM discuss_comment
        WHERE post_id = post.id AND is_approved
        ORDER BY created_at DESC, id DESC
        LIMIT 3
    ) AS comment ON true
    LEFT JOIN accounts_user AS author ON author.id = comment.author_id
    ORDER BY post.published_at DESC, post.id DESC, comment.created_at DESC, comment.id DESC
"""


def latest_comments(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [limit])
        found = cursor.fetchall()
    rows = {}
    for post, title, comment, author, body in found:
        row = rows.setdefault(post, {"title": title, "comments": []})
        if comment is not None:
            row["comments"].append({"author": author, "body": body})
    return list(rows.values())
