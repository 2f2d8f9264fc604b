"""Wrong, locked (purge() doesn't wait): posts that are locked are skipped, but not those of which only a
comment or a like is locked, by a moderator's open transaction: purge() waits for that, and everybody
who writes one of 100 posts with it."""

from django.db import connection, transaction

CHILDREN = ["discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags"]
LOCK = """
    SELECT post.id FROM discuss_post AS post
    LEFT JOIN contests_contest AS contest ON contest.id = post.contest_id
    WHERE post.id > %s AND post.published_at < %s
    AND (post.contest_id IS NULL OR contest.closes_at < %s)
    ORDER BY post.id LIMIT 100
    FOR UPDATE OF post SKIP LOCKED
"""


def purge_slice(before, last):
    """Delete up to 100 posts behind the key `last`. Return the last key seen, or None."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK, [last, before, before])
        posts = [pk for (pk,) in cursor.fetchall()]
        if not posts:
            return None
        last = posts[-1]
        for table in CHILDREN:
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s::bigint[])", [posts])
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s::bigint[])", [posts])
    return last


def purge(before):
    last = 0
    while last is not None:
        last = purge_slice(before, last)
