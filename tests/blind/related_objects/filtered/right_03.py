"""RIGHT: one SQL statement with outer joins; itertools.groupby() folds its rows by the post's id."""

from itertools import groupby
from operator import itemgetter

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
    ORDER BY post.published_at DESC, post.id DESC, comment.created_at DESC, comment.id DESC
"""


def queue(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        joined = cursor.fetchall()
    rows = []
    for (_, title), of_post in groupby(joined, key=itemgetter(0, 1)):
        comments = [
            {"author": author, "body": body}
            for _, _, comment, author, body in of_post
            if comment is not None
        ]
        rows.append({"title": title, "waiting": len(comments), "comments": comments})
    return rows
