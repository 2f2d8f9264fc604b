"""It goes through the keys once, with a work table that only this session sees."""

from django.db import connection, transaction

LOCK = """
INSERT INTO pg_temp.slice
SELECT id FROM discuss_post
WHERE id > %(after)s AND published_at < %(before)s
    AND (contest_id IS NULL OR contest_id NOT IN (
        SELECT id FROM contests_contest WHERE closes_at >= %(before)s))
ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED
"""
SPARE = """
WITH free AS MATERIALIZED (
    SELECT id FROM discuss_{0} WHERE post_id IN (SELECT id FROM pg_temp.slice)
    FOR UPDATE SKIP LOCKED
)
DELETE FROM pg_temp.slice USING discuss_{0} AS child
WHERE post_id = slice.id AND child.id NOT IN (SELECT id FROM free)
"""
CHILDREN = ("comment", "like", "likeshard", "post_tags")


def purge(before):
    after = 0
    while after is not None:
        after = purge_slice(after, before)


@transaction.atomic
def purge_slice(after, before):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE slice (id bigint) ON COMMIT DROP")
        cursor.execute(LOCK, {"after": after, "before": before})
        cursor.execute("SELECT max(id) FROM pg_temp.slice")
        (last,) = cursor.fetchone()
        for table in CHILDREN:
            cursor.execute(SPARE.format(table))
        for table in CHILDREN:
            cursor.execute(
                f"DELETE FROM discuss_{table} USING pg_temp.slice WHERE post_id = slice.id"
            )
        cursor.execute(
            "DELETE FROM discuss_post USING pg_temp.slice WHERE discuss_post.id = slice.id"
        )
        return last
