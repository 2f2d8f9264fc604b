"""WRONG (rule: rows, values stay the same): the bodies of replies are joined by chr(31) in the
database and split here; a body that contains this character is cut, and those after it shift.
"""

from django.db import connection

from arena.discuss.models import Post

UNIT = "\x1f"

COMMENTS = """
    SELECT
        comment.post_id,
        commenter.username,
        comment.body,
        string_agg(replier.username, chr(31) ORDER BY reply.created_at, reply.id),
        string_agg(reply.body, chr(31) ORDER BY reply.created_at, reply.id)
    FROM discuss_comment AS comment
    JOIN accounts_user AS commenter ON commenter.id = comment.author_id
    LEFT JOIN discuss_comment AS reply ON reply.parent_id = comment.id
    LEFT JOIN accounts_user AS replier ON replier.id = reply.author_id
    WHERE comment.post_id = ANY(%s) AND comment.parent_id IS NULL
    GROUP BY comment.id, commenter.id
    ORDER BY comment.created_at, comment.id
"""


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = {
        pk: {"title": title, "comments": []}
        for pk, title in posts.values_list("pk", "title")[:limit]
    }
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(COMMENTS, [list(rows)])
        for post_id, author, body, reply_authors, reply_bodies in cursor.fetchall():
            replies = []
            if reply_authors is not None:
                pairs = zip(reply_authors.split(UNIT), reply_bodies.split(UNIT), strict=False)
                replies = [{"author": name, "body": text} for name, text in pairs]
            rows[post_id]["comments"].append({"author": author, "body": body, "replies": replies})
    return list(rows.values())
