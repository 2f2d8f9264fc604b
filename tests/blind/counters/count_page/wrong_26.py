"""WRONG (rule: new): counts comments since the last visit that are not approved as new ones too."""

from django.db import connection

from arena.discuss.models import Post

SQL = """
SELECT post.title, told.comments, told.new
FROM (
    SELECT id, title, published_at FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %s
) AS post
CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE is_approved) AS comments,
        count(*) FILTER (WHERE created_at >= %s) AS new
    FROM discuss_comment
    WHERE post_id = post.id
) AS told
ORDER BY post.published_at DESC, post.id DESC
"""


def page(since, limit=100):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit, since])
        return [
            {"title": title, "comments": comments, "new": new}
            for title, comments, new in cursor.fetchall()
        ]
