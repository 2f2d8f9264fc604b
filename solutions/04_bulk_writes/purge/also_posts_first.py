"""The posts go before their rows: Django's foreign keys are checked when the transaction ends."""

from django.db import connection, transaction

LOCK = """
SELECT post.id FROM discuss_post AS post
LEFT JOIN contests_contest AS contest ON contest.id = contest_id
WHERE published_at < %(before)s AND (contest_id IS NULL OR closes_at < %(before)s)
    AND post.id > %(last)s
ORDER BY post.id LIMIT 100 FOR UPDATE OF post SKIP LOCKED
"""
BUSY = " UNION ".join(
    f"""(
WITH free AS MATERIALIZED (
    SELECT id FROM discuss_{name} WHERE post_id = ANY(%(keys)s) FOR UPDATE SKIP LOCKED
)
SELECT post_id FROM discuss_{name}
WHERE post_id = ANY(%(keys)s) AND id NOT IN (SELECT id FROM free)
)"""
    for name in ("comment", "like", "likeshard", "post_tags")
)
POSTS = "DELETE FROM discuss_post WHERE id = ANY(%(keys)s)"
CHILDREN = """
WITH links AS (DELETE FROM discuss_post_tags WHERE post_id = ANY(%(keys)s)),
    likes AS (DELETE FROM discuss_like WHERE post_id = ANY(%(keys)s)),
    shards AS (DELETE FROM discuss_likeshard WHERE post_id = ANY(%(keys)s))
DELETE FROM discuss_comment WHERE post_id = ANY(%(keys)s)
"""


def purge(before):
    last = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LOCK, {"before": before, "last": last})
            keys = {key for (key,) in cursor.fetchall()}
            if not keys:
                return
            last = max(keys)
            cursor.execute(BUSY, {"keys": list(keys)})
            keys -= {key for (key,) in cursor.fetchall()}
            for statement in (POSTS, CHILDREN):
                cursor.execute(statement, {"keys": list(keys)})
