"""SQL with GROUPING SETS for the lines and the total at once, in a cursor WITH HOLD: the server keeps the result, and no snapshot."""

from django.db import connections

from arena.discuss.models import Comment, Post

REPLICA = {
    "hot_standby_feedback": "on",
    "wal_receiver_status_interval": "2s",
    "max_standby_streaming_delay": "60s",
}

POST, COMMENT = Post._meta.db_table, Comment._meta.db_table
SQL = f"""
    SELECT post.id, count(comment.id)
    FROM {POST} AS post LEFT JOIN {COMMENT} AS comment ON comment.post_id = post.id
    GROUP BY GROUPING SETS ((post.id), ())
    ORDER BY grouping(post.id), post.id
"""


def report(write):
    # Outside of a transaction Django declares such a cursor WITH HOLD.
    with connections["replica"].chunked_cursor() as cursor:
        cursor.execute(SQL)
        while rows := cursor.fetchmany(2_000):
            for key, number in rows:
                write(f"{'total' if key is None else key}: {number}")
