"""RIGHT: one raw SQL query with LEFT JOINs, whose sorted rows are grouped by the keys."""

from django.db import connection

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

SQL = f"""
    SELECT p.id, p.title, c.id, ca.username, c.body, r.id, ra.username, r.body
    FROM (
        SELECT id, title, published_at FROM {Post._meta.db_table}
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) p
    LEFT JOIN {Comment._meta.db_table} c ON c.post_id = p.id AND c.parent_id IS NULL
    LEFT JOIN {User._meta.db_table} ca ON ca.id = c.author_id
    LEFT JOIN {Comment._meta.db_table} r ON r.parent_id = c.id
    LEFT JOIN {User._meta.db_table} ra ON ra.id = r.author_id
    ORDER BY p.published_at DESC, p.id DESC, c.created_at, c.id, r.created_at, r.id
"""


def thread(limit=10):
    rows = []
    last_post = last_comment = None
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        for post, title, comment, author, body, reply, replier, answer in cursor.fetchall():
            if post != last_post:
                rows.append({"title": title, "comments": []})
                last_post = post
            if comment is None:
                continue
            comments = rows[-1]["comments"]
            if comment != last_comment:
                comments.append({"author": author, "body": body, "replies": []})
                last_comment = comment
            if reply is not None:
                comments[-1]["replies"].append({"author": replier, "body": answer})
    return rows
