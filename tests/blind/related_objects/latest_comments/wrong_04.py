"""WRONG (limit: work): the comments of all posts of the site are ranked, then joined to the few that
are shown; the work grows with the table, not with what is shown.
"""

from django.db import connection

SQL = """
    WITH post AS (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ), ranked AS (
        SELECT post_id, author_id, body,
               row_number() OVER (PARTITION BY post_id ORDER BY created_at DESC, id DESC) AS place
        FROM discuss_comment
        WHERE is_approved
    )
    SELECT post.id, post.title, ranked.place, author.username, ranked.body
    FROM post
    LEFT JOIN ranked ON ranked.post_id = post.id AND ranked.place <= 3
    LEFT JOIN accounts_user AS author ON author.id = ranked.author_id
    ORDER BY post.published_at DESC, post.id DESC, ranked.place
"""


def latest_comments(limit=20):
    rows = {}
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        for post_id, title, place, author, body in cursor.fetchall():
            row = rows.setdefault(post_id, {"title": title, "comments": []})
            if place is not None:
                row["comments"].append({"author": author, "body": body})
    return list(rows.values())
