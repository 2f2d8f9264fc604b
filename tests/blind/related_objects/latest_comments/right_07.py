"""RIGHT: raw SQL with row_number() over the comments of the chosen posts only; a named tuple a row,
and a dictionary by id that keeps the order of the posts.
"""

from typing import NamedTuple

from django.db import connection

SQL = """
    WITH post AS MATERIALIZED (
        SELECT id, title, row_number() OVER (ORDER BY published_at DESC, id DESC) AS place
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ), ranked AS (
        SELECT post_id, author_id, body,
               row_number() OVER (PARTITION BY post_id ORDER BY created_at DESC, id DESC) AS place
        FROM discuss_comment
        WHERE is_approved AND post_id = ANY (ARRAY(SELECT id FROM post))
    ), newest AS (
        SELECT ranked.post_id, ranked.place, ranked.body, author.username
        FROM ranked JOIN accounts_user AS author ON author.id = ranked.author_id
        WHERE ranked.place <= 3
    )
    SELECT post.id, post.title, newest.place, newest.username, newest.body
    FROM post LEFT JOIN newest ON newest.post_id = post.id
    ORDER BY post.place, newest.place
"""


class Line(NamedTuple):
    post_id: int
    title: str
    place: int | None
    author: str | None
    body: str | None


def latest_comments(limit=20):
    rows = {}
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        for line in map(Line._make, cursor.fetchall()):
            row = rows.setdefault(line.post_id, {"title": line.title, "comments": []})
            if line.place is not None:
                row["comments"].append({"author": line.author, "body": line.body})
    return list(rows.values())
