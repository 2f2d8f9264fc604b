r"""comments: a comment whose text has the separator in it is torn into two.

The database joins what waits on a post into one text, which is split again. It shows with a body
that has the character "\x1e" in it: waiting is one too high, and the rest of the text is listed as
an author.
"""

from django.db import connection

RECORD, UNIT = "\x1e", "\x1f"

QUEUE = """
    SELECT post.title, (
        SELECT string_agg(
            author.username || %s || comment.body, %s
            ORDER BY comment.created_at DESC, comment.id DESC
        )
        FROM discuss_comment AS comment
        JOIN accounts_user AS author ON author.id = comment.author_id
        WHERE comment.post_id = post.id AND NOT comment.is_approved
    )
    FROM discuss_post AS post
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT %s
"""


def queue(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, [UNIT, RECORD, limit])
        found = cursor.fetchall()
    rows = []
    for title, text in found:
        comments = []
        for record in text.split(RECORD) if text is not None else []:
            author, _, body = record.partition(UNIT)
            comments.append({"author": author, "body": body})
        rows.append({"title": title, "waiting": len(comments), "comments": comments})
    return rows
