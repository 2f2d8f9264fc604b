"""RIGHT: one raw SQL statement, a LEFT JOIN whose condition holds the approval, and groupby()."""

from itertools import groupby

from django.db import connection

from arena.discuss.models import Post  # noqa: F401

SQL = """
SELECT p.id, p.title, c.id, u.username, c.body
FROM (
    SELECT id, title, published_at
    FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %s
) p
LEFT JOIN discuss_comment c ON c.post_id = p.id AND NOT c.is_approved
LEFT JOIN accounts_user u ON u.id = c.author_id
ORDER BY p.published_at DESC, p.id DESC, c.created_at DESC, c.id DESC
"""


def queue(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        fetched = cursor.fetchall()
    rows = []
    for (_, title), group in groupby(fetched, key=lambda row: row[:2]):
        comments = [
            {"author": author, "body": body}
            for _, _, comment, author, body in group
            if comment is not None
        ]
        rows.append({"title": title, "waiting": len(comments), "comments": comments})
    return rows
