"""new

The offset of `since` is dropped, and its clock time is taken for UTC. It shows with a `since` in another
time zone, such as 12:00+02:00, and a comment between the two times.
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
    SELECT count(*) AS comments, count(*) FILTER (WHERE created_at >= %(since)s::timestamptz) AS new
    FROM discuss_comment
    WHERE post_id = post.id AND is_approved
) AS number
ORDER BY post.published_at DESC, post.id DESC
"""


def page(since, limit=100):
    with connection.cursor() as cursor:
        cursor.execute(PAGE, {"since": f"{since:%Y-%m-%d %H:%M:%S.%f}", "limit": limit})
        return [
            {"title": title, "comments": comments, "new": new}
            for title, comments, new in cursor.fetchall()
        ]
