"""Right: slices by key; posts are locked first, and whatever is locked by others stays."""

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
BUSY = """
    WITH free AS MATERIALIZED (
        SELECT id FROM {table} WHERE post_id = ANY(%s::bigint[]) FOR UPDATE SKIP LOCKED
    )
    SELECT DISTINCT post_id FROM {table}
    WHERE post_id = ANY(%s::bigint[]) AND id NOT IN (SELECT id FROM free)
"""


def purge_slice(before, last):
    """Delete up to 100 posts behind the key `last`. Return the last key seen, or None."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK, [last, before, before])
        posts = [pk for (pk,) in cursor.fetchall()]
        if not posts:
            return None
        last = posts[-1]
        # Somebody may have locked a comment without its post: to delete it would be to wait.
        for table in CHILDREN:
            cursor.execute(BUSY.format(table=table), [posts, posts])
            busy = {pk for (pk,) in cursor.fetchall()}
            posts = [pk for pk in posts if pk not in busy]
        for table in CHILDREN:
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s::bigint[])", [posts])
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s::bigint[])", [posts])
    return last


def purge(before):
    last = 0
    while last is not None:
        last = purge_slice(before, last)
