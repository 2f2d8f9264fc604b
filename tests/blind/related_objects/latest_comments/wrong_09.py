"""WRONG (rule: rows): the rows are collected by title; two posts with the same title become one."""

from django.db import connection

SQL = """
    SELECT post.title, said.id, said.username, said.body
    FROM (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    LEFT JOIN LATERAL (
        SELECT comment.id, comment.created_at, comment.body, author.username
        FROM discuss_comment AS comment
        JOIN accounts_user AS author ON author.id = comment.author_id
        WHERE comment.post_id = post.id AND comment.is_approved
        ORDER BY comment.created_at DESC, comment.id DESC
        LIMIT 3
    ) AS said ON true
    ORDER BY post.published_at DESC, post.id DESC, said.created_at DESC, said.id DESC
"""


def latest_comments(limit=20):
    said = {}
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        for title, comment_id, author, body in cursor.fetchall():
            comments = said.setdefault(title, [])
            if comment_id is not None:
                comments.append({"author": author, "body": body})
    return [{"title": title, "comments": comments} for title, comments in said.items()]
