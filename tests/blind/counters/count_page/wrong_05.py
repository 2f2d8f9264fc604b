"""WRONG (rule: comments): UNION instead of UNION ALL: two comments that are alike count once.

If a person has two comments on a post with the same time (imports know only the day), and both are
comments, or both replies, or one of each, UNION makes one row of them.
"""

from django.db import connection

from arena.discuss.models import Comment, Post

SQL = f"""
    SELECT post.title, said.number, fresh.number
    FROM (
        SELECT id, title, published_at
        FROM "{Post._meta.db_table}"
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    CROSS JOIN LATERAL (
        SELECT count(*) AS number
        FROM (
            SELECT comment.author_id, comment.created_at
            FROM "{Comment._meta.db_table}" AS comment
            WHERE comment.post_id = post.id AND comment.is_approved
              AND comment.parent_id IS NULL
            UNION
            SELECT reply.author_id, reply.created_at
            FROM "{Comment._meta.db_table}" AS reply
            WHERE reply.post_id = post.id AND reply.is_approved
              AND reply.parent_id IS NOT NULL
        ) AS approved
    ) AS said
    CROSS JOIN LATERAL (
        SELECT count(*) AS number
        FROM "{Comment._meta.db_table}" AS comment
        WHERE comment.post_id = post.id AND comment.is_approved AND comment.created_at >= %s
    ) AS fresh
    ORDER BY post.published_at DESC, post.id DESC
"""


def page(since, limit=100):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit, since])
        return [
            {"title": title, "comments": comments, "new": new}
            for title, comments, new in cursor.fetchall()
        ]
