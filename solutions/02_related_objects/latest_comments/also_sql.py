"""One statement in SQL: the posts of the page, joined to their numbered comments."""

from django.db import connection

SQL = """
    WITH page AS (
        SELECT id, title, published_at FROM discuss_post WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC LIMIT %s
    ), numbered AS (
        SELECT comment.post_id, comment.author_id, comment.body, ROW_NUMBER() OVER (
            PARTITION BY comment.post_id ORDER BY comment.created_at DESC, comment.id DESC
        ) AS place
        FROM discuss_comment comment JOIN page ON page.id = comment.post_id
        WHERE comment.is_approved
    )
    SELECT page.id, page.title, author.username, numbered.body
    FROM page
    LEFT JOIN numbered ON numbered.post_id = page.id AND numbered.place <= 3
    LEFT JOIN accounts_user author ON author.id = numbered.author_id
    ORDER BY page.published_at DESC, page.id DESC, numbered.place
"""


def latest_comments(limit=20):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        rows = cursor.fetchall()
    posts = {}
    for pk, title, author, body in rows:
        post = posts.setdefault(pk, {"title": title, "comments": []})
        if author is not None:
            post["comments"].append({"author": author, "body": body})
    return list(posts.values())
