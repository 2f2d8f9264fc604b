"""WRONG (rule: rows): the outer ORDER BY leaves out the post's id; of posts published at one time, the
one with nothing waiting or with the newest comment comes first, not the higher id.
"""

from django.db import connection

SQL = """
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
    ORDER BY post.published_at DESC, comment.created_at DESC, comment.id DESC
"""


def queue(limit=50):
    rows = {}
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        for pk, title, comment, author, body in cursor.fetchall():
            row = rows.setdefault(pk, {"title": title, "waiting": 0, "comments": []})
            if comment is not None:
                row["waiting"] += 1
                row["comments"].append({"author": author, "body": body})
    return list(rows.values())
