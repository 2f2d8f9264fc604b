"""Two statements in SQL: the posts, and what was said on them. Python builds the tree."""

from django.db import connection

POSTS = """
    SELECT id, title FROM discuss_post WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC LIMIT %s
"""
SAID = """
    SELECT comment.id, comment.post_id, comment.parent_id, author.username, comment.body
    FROM discuss_comment comment JOIN accounts_user author ON author.id = comment.author_id
    WHERE comment.post_id IN ({})
    ORDER BY comment.created_at, comment.id
"""


def thread(limit=10):
    with connection.cursor() as cursor:
        cursor.execute(POSTS, [limit])
        posts = {pk: {"title": title, "comments": []} for pk, title in cursor.fetchall()}
        if not posts:
            return []
        cursor.execute(SAID.format(", ".join(["%s"] * len(posts))), list(posts))
        replies = {}
        for pk, post, parent, author, body in cursor:
            row = {"author": author, "body": body}
            if parent is None:
                row["replies"] = replies.setdefault(pk, [])
                posts[post]["comments"].append(row)
            else:
                replies.setdefault(parent, []).append(row)
    return list(posts.values())
