"""RIGHT: one raw SQL query with LEFT JOINs; groupby() by the ids folds its sorted rows."""

from itertools import groupby
from operator import itemgetter

from django.db import connection

SQL = """
    SELECT post.id, post.title, comment.id, commenter.username, comment.body,
           reply.id, replier.username, reply.body
    FROM (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    LEFT JOIN discuss_comment AS comment
        ON comment.post_id = post.id AND comment.parent_id IS NULL
    LEFT JOIN accounts_user AS commenter ON commenter.id = comment.author_id
    LEFT JOIN discuss_comment AS reply ON reply.parent_id = comment.id
    LEFT JOIN accounts_user AS replier ON replier.id = reply.author_id
    ORDER BY post.published_at DESC, post.id DESC,
             comment.created_at, comment.id, reply.created_at, reply.id
"""


def thread(limit=10):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        joined = cursor.fetchall()
    rows = []
    for (_, title), of_post in groupby(joined, key=itemgetter(0, 1)):
        comments = []
        for (pk, author, body), of_comment in groupby(of_post, key=itemgetter(2, 3, 4)):
            if pk is None:
                continue
            replies = [
                {"author": reply_author, "body": reply_body}
                for *_, reply_pk, reply_author, reply_body in of_comment
                if reply_pk is not None
            ]
            comments.append({"author": author, "body": body, "replies": replies})
        rows.append({"title": title, "comments": comments})
    return rows
