"""SQL: locks a slice of old posts and then their rows with SKIP LOCKED, and deletes the posts of which every row was free."""

from django.db import connection, transaction

SLICE = 100
TABLES = ["discuss_post_tags", "discuss_like", "discuss_likeshard", "discuss_comment"]

LOCK_POSTS = """
SELECT p.id
FROM discuss_post p LEFT JOIN contests_contest c ON c.id = p.contest_id
WHERE p.id > %s AND p.published_at < %s AND (p.contest_id IS NULL OR c.closes_at < %s)
ORDER BY p.id
LIMIT %s
FOR UPDATE OF p SKIP LOCKED
"""

# A second statement: it sees what was committed until the posts were locked.
LOCK_ROWS = """
WITH mine AS MATERIALIZED (
    SELECT id FROM {table} WHERE post_id = ANY(%s::bigint[]) FOR UPDATE SKIP LOCKED
)
SELECT DISTINCT post_id FROM {table}
WHERE post_id = ANY(%s::bigint[]) AND id NOT IN (SELECT id FROM mine)
"""


def purge(before):
    last = 0
    while last is not None:
        last = purge_slice(before, last)


def purge_slice(before, last):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK_POSTS, [last, before, before, SLICE])
        ids = [pk for (pk,) in cursor.fetchall()]
        if not ids:
            return None
        busy = set()
        for table in TABLES:
            cursor.execute(LOCK_ROWS.format(table=table), [ids, ids])
            busy.update(post_id for (post_id,) in cursor.fetchall())
        free = [pk for pk in ids if pk not in busy]
        if free:
            for table in TABLES:
                cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s::bigint[])", [free])
            cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s::bigint[])", [free])
    return ids[-1]
