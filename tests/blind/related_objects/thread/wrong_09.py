"""WRONG (rule: comments): joined rows are folded into comments by time, author and body, without the
id; a comment that was sent twice, at one time with the same body, is shown once.
"""

from itertools import groupby
from operator import itemgetter

from django.db import connection

SQL = """
    SELECT post.id, post.title, comment.created_at, commenter.username, comment.body,
           replier.username, reply.body
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
        for (moment, author, body), of_comment in groupby(of_post, key=itemgetter(2, 3, 4)):
            if moment is None:
                continue
            replies = [
                {"author": reply_author, "body": reply_body}
                for *_, reply_author, reply_body in of_comment
                if reply_author is not None
            ]
            comments.append({"author": author, "body": body, "replies": replies})
        rows.append({"title": title, "comments": comments})
    return rows
