"""Right: SQL with ROLLUP: one statement for the lines and the total, fetched before write() is called."""

from django.db import connections

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "45s"}

SQL = """
    SELECT post.id, count(comment.id)
    FROM discuss_post post
    LEFT JOIN discuss_comment comment ON comment.post_id = post.id
    GROUP BY ROLLUP (post.id)
    ORDER BY post.id NULLS LAST
"""


def report(write):
    with connections["replica"].cursor() as cursor:
        cursor.execute(SQL)
        rows = cursor.fetchall()
    for pk, number in rows:
        write(f"{'total' if pk is None else pk}: {number}")
