"""Raw SQL: the page first, and a lateral query that counts both numbers for each of its posts.
"""

from django.db import connection

PAGE = """
SELECT post.title, number.comments, number.new
FROM (
    SELECT id, title, published_at
    FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %(limit)s
) AS post
CROSS JOIN LATERAL (
    SELECT count(*) AS comments, count(*) FILTER (WHERE created_at >= %(since)s) AS new
    FROM discuss_comment
    WHERE post_id = post.id AND is_approved
) AS number
ORDER BY post.published_at DESC, post.id DESC
"""


def page(since, limit=100):
    with connection.cursor() as cursor:
        cursor.execute(PAGE, {"since": since, "limit": limit})
        return [
            {"title": title, "comments": comments, "new": new}
            for title, comments, new in cursor.fetchall()
        ]
