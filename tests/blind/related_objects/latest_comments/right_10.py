"""RIGHT: array_agg() in one GROUP BY, cut to three ids in the database; lookups of the
comments by id after that, through psycopg cursors with row factories.
"""

from django.db import connection
from psycopg.rows import dict_row, tuple_row

POSTS = """
    SELECT id, title
    FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %s
"""
NEWEST = """
    SELECT post_id, (array_agg(id ORDER BY created_at DESC, id DESC))[1:3]
    FROM discuss_comment
    WHERE post_id = ANY (%s::bigint[]) AND is_approved
    GROUP BY post_id
"""
COMMENTS = """
    SELECT comment.id, author.username AS author, comment.body
    FROM discuss_comment AS comment
    JOIN accounts_user AS author ON author.id = comment.author_id
    WHERE comment.id = ANY (%s::bigint[])
"""


def _fetch(sql, value, row_factory=tuple_row):
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = row_factory
        cursor.execute(sql, [value])
        return cursor.fetchall()


def latest_comments(limit=20):
    posts = _fetch(POSTS, limit)
    newest = dict(_fetch(NEWEST, [pk for pk, _ in posts]))
    ids = [pk for pks in newest.values() for pk in pks]
    comments = {row.pop("id"): row for row in _fetch(COMMENTS, ids, dict_row)}
    return [
        {
            "title": title,
            "comments": [comments[pk] for pk in newest.get(post_id, ()) if pk in comments],
        }
        for post_id, title in posts
    ]
