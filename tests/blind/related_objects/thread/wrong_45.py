"""comments: two comments in a row with the same author and text are shown as one.

The rows of one joined statement are grouped by what is shown, not by the comment's key. It shows
when a form was sent twice, or somebody writes "+1" twice: one is missing, and the replies of both
stand under the other.
"""

from itertools import groupby

from django.db import connection

THREAD = """
    SELECT post.id, post.title, author.username, comment.body, answerer.username, reply.body
    FROM (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    LEFT JOIN discuss_comment AS comment
        ON comment.post_id = post.id AND comment.parent_id IS NULL
    LEFT JOIN accounts_user AS author ON author.id = comment.author_id
    LEFT JOIN discuss_comment AS reply ON reply.parent_id = comment.id
    LEFT JOIN accounts_user AS answerer ON answerer.id = reply.author_id
    ORDER BY post.published_at DESC, post.id DESC,
             comment.created_at, comment.id, reply.created_at, reply.id
"""


def thread(limit=10):
    with connection.cursor() as cursor:
        cursor.execute(THREAD, [limit])
        found = cursor.fetchall()
    rows = []
    for (_, title), of_post in groupby(found, key=lambda row: row[:2]):
        comments = []
        for (author, body), of_comment in groupby(of_post, key=lambda row: row[2:4]):
            if author is None:
                continue
            replies = [
                {"author": answerer, "body": answer}
                for *_, answerer, answer in of_comment
                if answerer is not None
            ]
            comments.append({"author": author, "body": body, "replies": replies})
        rows.append({"title": title, "comments": comments})
    return rows
