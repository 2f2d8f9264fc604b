"""meantime

One statement locks and deletes a whole slice, and sees only what was committed before it began: shows
when a comment is committed just before its post is locked, as purge() raises an IntegrityError.
"""

from django.db import connection

TABLES = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")

PICKED = """
picked AS MATERIALIZED (
    SELECT post.id
    FROM discuss_post AS post
    WHERE post.published_at < %(before)s
      AND (post.contest_id IS NULL OR EXISTS (
          SELECT FROM contests_contest AS contest
          WHERE contest.id = post.contest_id AND contest.closes_at < %(before)s
      ))
      AND (%(last)s::bigint IS NULL OR post.id > %(last)s::bigint)
    ORDER BY post.id
    LIMIT 100
    FOR UPDATE OF post SKIP LOCKED
)"""
MINE = """
my_{table} AS MATERIALIZED (
    SELECT id FROM {table} WHERE post_id IN (SELECT id FROM picked) FOR UPDATE SKIP LOCKED
)"""
BUSY = """
    SELECT post_id FROM {table} AS referring
    WHERE post_id IN (SELECT id FROM picked)
      AND NOT EXISTS (SELECT FROM my_{table} AS mine WHERE mine.id = referring.id)
"""
GOING = """
going AS MATERIALIZED (SELECT id FROM picked WHERE id NOT IN (SELECT post_id FROM busy))"""
GONE = """
gone_{table} AS (DELETE FROM {table} WHERE post_id IN (SELECT id FROM going))"""
POSTS = """
gone AS (DELETE FROM discuss_post WHERE id IN (SELECT id FROM going))"""

SLICE = "WITH" + ",".join(
    [
        PICKED,
        *(MINE.format(table=table) for table in TABLES),
        "\nbusy AS MATERIALIZED (" + "UNION".join(BUSY.format(table=t) for t in TABLES) + ")",
        GOING,
        *(GONE.format(table=table) for table in TABLES),
        POSTS,
    ]
)


def purge(before):
    last = None
    with connection.cursor() as cursor:
        while True:
            # A statement is a transaction, so the slice needs no other.
            cursor.execute(f"{SLICE} SELECT max(id) FROM picked", {"before": before, "last": last})
            (last,) = cursor.fetchone()
            if last is None:
                return
