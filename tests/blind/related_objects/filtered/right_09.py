"""RIGHT: SQL with two ordered arrays for each post (names, bodies), zipped by a generator."""

from django.db import connection

SQL = """
    SELECT post.title,
           array_agg(author.username ORDER BY comment.created_at DESC, comment.id DESC)
               FILTER (WHERE comment.id IS NOT NULL),
           array_agg(comment.body ORDER BY comment.created_at DESC, comment.id DESC)
               FILTER (WHERE comment.id IS NOT NULL)
    FROM (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    LEFT JOIN discuss_comment AS comment
        ON comment.post_id = post.id AND comment.is_approved = false
    LEFT JOIN accounts_user AS author ON author.id = comment.author_id
    GROUP BY post.id, post.title, post.published_at
    ORDER BY post.published_at DESC, post.id DESC
"""


def _rows(fetched):
    for title, names, bodies in fetched:
        names, bodies = names or [], bodies or []
        yield {
            "title": title,
            "waiting": len(bodies),
            "comments": [
                {"author": name, "body": body} for name, body in zip(names, bodies, strict=True)
            ],
        }


def queue(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        return list(_rows(cursor.fetchall()))
