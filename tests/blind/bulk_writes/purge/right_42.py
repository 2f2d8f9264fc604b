"""Two statements a slice: one locks posts, the other locks what refers to them and deletes the free."""

from django.db import connection, transaction

PICK = """
WITH picked AS MATERIALIZED (
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
)
SELECT array_agg(id ORDER BY id) FROM picked
"""

DELETE = """
WITH comments AS MATERIALIZED (
    SELECT id FROM discuss_comment WHERE post_id = ANY(%(posts)s) FOR UPDATE SKIP LOCKED
), likes AS MATERIALIZED (
    SELECT id FROM discuss_like WHERE post_id = ANY(%(posts)s) FOR UPDATE SKIP LOCKED
), shards AS MATERIALIZED (
    SELECT id FROM discuss_likeshard WHERE post_id = ANY(%(posts)s) FOR UPDATE SKIP LOCKED
), links AS MATERIALIZED (
    SELECT id FROM discuss_post_tags WHERE post_id = ANY(%(posts)s) FOR UPDATE SKIP LOCKED
), busy AS MATERIALIZED (
    SELECT post_id FROM discuss_comment AS a
    WHERE post_id = ANY(%(posts)s) AND NOT EXISTS (SELECT FROM comments AS b WHERE b.id = a.id)
    UNION
    SELECT post_id FROM discuss_like AS a
    WHERE post_id = ANY(%(posts)s) AND NOT EXISTS (SELECT FROM likes AS b WHERE b.id = a.id)
    UNION
    SELECT post_id FROM discuss_likeshard AS a
    WHERE post_id = ANY(%(posts)s) AND NOT EXISTS (SELECT FROM shards AS b WHERE b.id = a.id)
    UNION
    SELECT post_id FROM discuss_post_tags AS a
    WHERE post_id = ANY(%(posts)s) AND NOT EXISTS (SELECT FROM links AS b WHERE b.id = a.id)
), going AS MATERIALIZED (
    SELECT post.id
    FROM discuss_post AS post LEFT JOIN contests_contest AS contest ON contest.id = post.contest_id
    WHERE post.id = ANY(%(posts)s)
      AND (contest.id IS NULL OR contest.closes_at < %(before)s)
      AND post.id NOT IN (SELECT post_id FROM busy)
), without_comments AS (
    DELETE FROM discuss_comment WHERE post_id IN (SELECT id FROM going)
), without_likes AS (
    DELETE FROM discuss_like WHERE post_id IN (SELECT id FROM going)
), without_shards AS (
    DELETE FROM discuss_likeshard WHERE post_id IN (SELECT id FROM going)
), without_links AS (
    DELETE FROM discuss_post_tags WHERE post_id IN (SELECT id FROM going)
)
DELETE FROM discuss_post WHERE id IN (SELECT id FROM going)
"""


def purge(before):
    last = None
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PICK, {"before": before, "last": last})
            (posts,) = cursor.fetchone()
            if posts is None:
                return
            # The posts are locked, so their foreign keys let nothing new refer to them.
            cursor.execute(DELETE, {"posts": posts, "before": before})
        last = posts[-1]
