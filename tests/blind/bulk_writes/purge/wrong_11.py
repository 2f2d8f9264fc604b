"""Wrong, meantime: one statement locks and deletes, so that it sees the comments of before it had the
lock. A comment that is committed while the statement starts is not seen, and purge() raises
IntegrityError."""

from django.db import connection, transaction

SLICE = """
    WITH post AS MATERIALIZED (
        SELECT p.id FROM discuss_post AS p
        LEFT JOIN contests_contest AS contest ON contest.id = p.contest_id
        WHERE p.id > %s AND p.published_at < %s
        AND (p.contest_id IS NULL OR contest.closes_at < %s)
        ORDER BY p.id LIMIT 100
        FOR UPDATE OF p SKIP LOCKED
    ), comments AS (
        DELETE FROM discuss_comment WHERE post_id IN (SELECT id FROM post)
    ), likes AS (
        DELETE FROM discuss_like WHERE post_id IN (SELECT id FROM post)
    ), shards AS (
        DELETE FROM discuss_likeshard WHERE post_id IN (SELECT id FROM post)
    ), tags AS (
        DELETE FROM discuss_post_tags WHERE post_id IN (SELECT id FROM post)
    ), gone AS (
        DELETE FROM discuss_post WHERE id IN (SELECT id FROM post)
    )
    SELECT max(id) FROM post
"""


def purge(before):
    last = 0
    while last is not None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SLICE, [last, before, before])
            (last,) = cursor.fetchone()
