"""RIGHT: one raw query; the page is cut first, then LATERAL counts with FILTER for each of its posts."""

from django.db import connection

from arena.discuss.models import Comment, Post

SQL = f"""
    SELECT post.title, numbers.comments, numbers.fresh
    FROM (
        SELECT id, title, published_at
        FROM "{Post._meta.db_table}"
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    CROSS JOIN LATERAL (
        SELECT count(*) AS comments,
               count(*) FILTER (WHERE comment.created_at >= %s) AS fresh
        FROM "{Comment._meta.db_table}" AS comment
        WHERE comment.post_id = post.id AND comment.is_approved
    ) AS numbers
    ORDER BY post.published_at DESC, post.id DESC
"""


def page(since, limit=100):
    created_at = Comment._meta.get_field("created_at")
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit, created_at.get_db_prep_value(since, connection)])
        return [
            {"title": title, "comments": comments, "new": fresh}
            for title, comments, fresh in cursor.fetchall()
        ]
