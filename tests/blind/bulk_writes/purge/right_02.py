"""SQL by hand, one short statement after the other."""

from django.db import connection, transaction

TABLES = ["discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags"]
LOCK_POSTS = """
    SELECT p.id
    FROM discuss_post p LEFT JOIN contests_contest c ON c.id = p.contest_id
    WHERE p.id > %(last)s
        AND p.published_at < %(before)s
        AND (p.contest_id IS NULL OR c.closes_at < %(before)s)
    ORDER BY p.id
    LIMIT 100
    FOR UPDATE OF p SKIP LOCKED
"""
LOCK_ROWS = """
    WITH free AS MATERIALIZED (
        SELECT id FROM {0} WHERE post_id = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
    )
    SELECT DISTINCT post_id FROM {0}
    WHERE post_id = ANY(%(ids)s) AND id NOT IN (SELECT id FROM free)
"""


def purge(before):
    last = 0
    while last is not None:
        with transaction.atomic(), connection.cursor() as cursor:
            last = purge_slice(cursor, before, last)


def purge_slice(cursor, before, last):
    """Delete at most 100 posts with ids above the last one; return the id to go on from."""
    cursor.execute(LOCK_POSTS, {"last": last, "before": before})
    ids = [key for (key,) in cursor.fetchall()]
    if not ids:
        return None
    last = max(ids)
    for table in TABLES:
        # A post with a row that somebody has locked has to wait for the next call.
        cursor.execute(LOCK_ROWS.format(table), {"ids": ids})
        busy = {key for (key,) in cursor.fetchall()}
        ids = [key for key in ids if key not in busy]
        if not ids:
            return last
    for table in TABLES:
        cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [ids])
    cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [ids])
    return last
