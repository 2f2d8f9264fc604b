"""It goes through the keys once, with a work table that only this session sees."""

from django.db import connection, transaction

LOCK = """
INSERT INTO pg_temp.slice
SELECT id FROM discuss_post
WHERE id > %(after)s AND published_at < %(before)s
    AND (contest_id IS NULL OR contest_id NOT IN (
        SELECT id FROM contests_contest WHERE closes_at >= %(before)s))
ORDER BY id LIMIT 60 FOR UPDATE SKIP LOCKED
"""


def purge(before):
    after = 0
    while after is not None:
        after = purge_slice(after, before)


@transaction.atomic
def purge_slice(after, before):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE slice (id bigint) ON COMMIT DROP")
        cursor.execute(LOCK, {"after": after, "before": before})
        for table in ("comment", "like", "likeshard", "post_tags"):
            cursor.execute(
                f"DELETE FROM discuss_{table} USING pg_temp.slice WHERE post_id = slice.id"
            )
        cursor.execute(
            "DELETE FROM discuss_post USING pg_temp.slice WHERE discuss_post.id = slice.id"
        )
        cursor.execute("SELECT max(id) FROM pg_temp.slice")
        return cursor.fetchone()[0]
