"""Each slice is three statements: lock the posts, lock their rows, delete all."""

from django.db import connection, transaction

# An array: one row for each slice.
POSTS = """
    SELECT array_agg(id ORDER BY id) FROM (
        SELECT p.id
        FROM discuss_post p LEFT JOIN contests_contest c ON c.id = p.contest_id
        WHERE p.id > %(last)s
            AND p.published_at < %(before)s
            AND (p.contest_id IS NULL OR c.closes_at < %(before)s)
        ORDER BY p.id
        LIMIT 100
        FOR UPDATE OF p SKIP LOCKED
    ) AS locked
"""
# A statement of its own: it sees what was committed until the posts were locked.
BUSY = """
    WITH comments AS MATERIALIZED (
        SELECT id FROM discuss_comment WHERE post_id = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
    ), likes AS MATERIALIZED (
        SELECT id FROM discuss_like WHERE post_id = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
    ), shards AS MATERIALIZED (
        SELECT id FROM discuss_likeshard WHERE post_id = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
    ), links AS MATERIALIZED (
        SELECT id FROM discuss_post_tags WHERE post_id = ANY(%(ids)s) FOR UPDATE SKIP LOCKED
    )
    SELECT post_id FROM discuss_comment
        WHERE post_id = ANY(%(ids)s) AND id NOT IN (SELECT id FROM comments)
    UNION SELECT post_id FROM discuss_like
        WHERE post_id = ANY(%(ids)s) AND id NOT IN (SELECT id FROM likes)
    UNION SELECT post_id FROM discuss_likeshard
        WHERE post_id = ANY(%(ids)s) AND id NOT IN (SELECT id FROM shards)
    UNION SELECT post_id FROM discuss_post_tags
        WHERE post_id = ANY(%(ids)s) AND id NOT IN (SELECT id FROM links)
"""
DELETE = """
    WITH comments AS (DELETE FROM discuss_comment WHERE post_id = ANY(%(ids)s)),
        likes AS (DELETE FROM discuss_like WHERE post_id = ANY(%(ids)s)),
        shards AS (DELETE FROM discuss_likeshard WHERE post_id = ANY(%(ids)s)),
        links AS (DELETE FROM discuss_post_tags WHERE post_id = ANY(%(ids)s))
    DELETE FROM discuss_post WHERE id = ANY(%(ids)s)
"""


def purge(before):
    last = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(POSTS, {"last": last, "before": before})
            (ids,) = cursor.fetchone()
            if not ids:
                break
            last = ids[-1]
            cursor.execute(BUSY, {"ids": ids})
            busy = {key for (key,) in cursor.fetchall()}
            ids = [key for key in ids if key not in busy]
            if ids:
                cursor.execute(DELETE, {"ids": ids})
