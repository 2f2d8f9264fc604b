"""RIGHT: one raw SQL query with LEFT JOIN LATERAL."""

from django.db import connection

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

SQL = f"""
    SELECT p.id, p.title, c.username, c.body
    FROM (
        SELECT id, title, published_at FROM {Post._meta.db_table}
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) p
    LEFT JOIN LATERAL (
        SELECT n.id, n.created_at, n.body, u.username
        FROM (
            SELECT id, created_at, body, author_id FROM {Comment._meta.db_table}
            WHERE post_id = p.id AND is_approved
            ORDER BY created_at DESC, id DESC
            LIMIT 3
        ) n
        JOIN {User._meta.db_table} u ON u.id = n.author_id
    ) c ON true
    ORDER BY p.published_at DESC, p.id DESC, c.created_at DESC, c.id DESC
"""


def latest_comments(limit=20):
    rows = {}
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        for pk, title, author, body in cursor:
            row = rows.setdefault(pk, {"title": title, "comments": []})
            if author is not None:
                row["comments"].append({"author": author, "body": body})
    return list(rows.values())
