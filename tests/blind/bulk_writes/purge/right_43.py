"""A temporary function tries each post of a slice in a subtransaction, which gives up on a lock."""

from django.db import connection

FUNCTION = """
CREATE OR REPLACE FUNCTION pg_temp.purge_slice(earlier timestamptz, beyond bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    tried bigint[];
    target bigint;
BEGIN
    SELECT array_agg(old.id ORDER BY old.id) INTO tried
    FROM (
        SELECT post.id
        FROM discuss_post AS post
        LEFT JOIN contests_contest AS contest ON contest.id = post.contest_id
        WHERE post.published_at < earlier
          AND (post.contest_id IS NULL OR contest.closes_at < earlier)
          AND (beyond IS NULL OR post.id > beyond)
        ORDER BY post.id
        LIMIT 100
    ) AS old;
    IF tried IS NULL THEN
        RETURN NULL;
    END IF;
    FOREACH target IN ARRAY tried LOOP
        BEGIN
            -- It may have been changed since: it is looked at again, under the lock.
            PERFORM 1
            FROM discuss_post AS post
            WHERE post.id = target AND post.published_at < earlier
              AND (post.contest_id IS NULL OR EXISTS (
                  SELECT FROM contests_contest AS contest
                  WHERE contest.id = post.contest_id AND contest.closes_at < earlier
              ))
            FOR UPDATE OF post NOWAIT;
            IF FOUND THEN
                -- All before the first is deleted: an error gives all locks of this post back.
                PERFORM 1 FROM discuss_comment WHERE post_id = target FOR UPDATE NOWAIT;
                PERFORM 1 FROM discuss_like WHERE post_id = target FOR UPDATE NOWAIT;
                PERFORM 1 FROM discuss_likeshard WHERE post_id = target FOR UPDATE NOWAIT;
                PERFORM 1 FROM discuss_post_tags WHERE post_id = target FOR UPDATE NOWAIT;
                DELETE FROM discuss_comment WHERE post_id = target;
                DELETE FROM discuss_like WHERE post_id = target;
                DELETE FROM discuss_likeshard WHERE post_id = target;
                DELETE FROM discuss_post_tags WHERE post_id = target;
                DELETE FROM discuss_post WHERE id = target;
            END IF;
        EXCEPTION WHEN lock_not_available THEN
            NULL;  -- Until the next call.
        END;
    END LOOP;
    RETURN tried[cardinality(tried)];
END
$$
"""


def purge(before):
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        last = None
        while True:
            # Each call is a transaction.
            cursor.execute("SELECT pg_temp.purge_slice(%s, %s)", [before, last])
            (last,) = cursor.fetchone()
            if last is None:
                return
