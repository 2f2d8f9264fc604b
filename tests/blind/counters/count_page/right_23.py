"""RIGHT: one raw query with a lateral join to both counts, after the page is cut."""

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
    SELECT count(*) AS comments, count(*) FILTER (WHERE created_at >= %s) AS new
    FROM discuss_comment
    WHERE post_id = post.id AND is_approved
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
