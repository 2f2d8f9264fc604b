"""Right: the report has a connection of its own, so the site's stays as it is."""

from contextlib import closing

from django.db import connections

from arena.discuss.models import Comment, Post

REPLICA = {"hot_standby_feedback": "on", "max_standby_streaming_delay": "10s"}

LINES = f"""
SELECT post.id, count(comment.id)
FROM {Post._meta.db_table} AS post
LEFT JOIN {Comment._meta.db_table} AS comment ON comment.post_id = post.id
GROUP BY post.id
ORDER BY post.id
"""
TOTAL = f"SELECT count(*) FROM {Comment._meta.db_table}"


def report(write):
    with closing(connections.create_connection("replica")) as replica, replica.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute(LINES)
            for pk, number in cursor.fetchall():
                write(f"{pk}: {number}")
            cursor.execute(TOTAL)
            (total,) = cursor.fetchone()
            write(f"total: {total}")
        finally:
            cursor.execute("ROLLBACK")
