"""SQL: GROUP BY ROLLUP counts each post's comments and all of them in one statement, so the lines and the total are of one snapshot."""

from django.db import connections

REPLICA = {
    "hot_standby_feedback": "on",
    "max_standby_streaming_delay": "45s",
    "max_standby_archive_delay": "45s",
}

SQL = """
SELECT CASE WHEN grouping(post.id) = 1 THEN 'total' ELSE post.id::text END, count(comment.id)
FROM discuss_post AS post
LEFT JOIN discuss_comment AS comment ON comment.post_id = post.id
GROUP BY ROLLUP (post.id)
ORDER BY grouping(post.id), post.id
"""


def report(write):
    with connections["replica"].cursor() as cursor:
        cursor.execute(SQL)
        lines = cursor.fetchall()
    for name, number in lines:
        write(f"{name}: {number}")
