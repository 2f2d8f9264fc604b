"""Right: each slice is one block that PostgreSQL runs; Python only learns where to go on."""

from django.db import connection, transaction

SLICE = """
    DO $$
    DECLARE
        cut timestamptz := current_setting('purge.before')::timestamptz;
        posts bigint[];
        busy bigint[];
        child text;
        children text[] := ARRAY[
            'discuss_like', 'discuss_likeshard', 'discuss_post_tags', 'discuss_comment'
        ];
    BEGIN
        SELECT array_agg(id ORDER BY id) INTO posts FROM (
            SELECT p.id FROM discuss_post AS p
            WHERE p.id > current_setting('purge.last')::bigint AND p.published_at < cut
            AND NOT EXISTS (
                SELECT FROM contests_contest AS c
                WHERE c.id = p.contest_id AND c.closes_at >= cut
            )
            ORDER BY p.id LIMIT 100
            FOR UPDATE OF p SKIP LOCKED
        ) AS locked;
        PERFORM set_config('purge.last', COALESCE(posts[cardinality(posts)]::text, ''), true);
        IF posts IS NULL THEN
            RETURN;
        END IF;
        FOREACH child IN ARRAY children LOOP
            EXECUTE format(
                'WITH free AS MATERIALIZED ('
                '    SELECT id FROM %I WHERE post_id = ANY($1) FOR UPDATE SKIP LOCKED'
                ') SELECT array_agg(post_id) FROM %I'
                ' WHERE post_id = ANY($1) AND id NOT IN (SELECT id FROM free)', child, child
            ) INTO busy USING posts;
            IF busy IS NOT NULL THEN
                posts := ARRAY(SELECT unnest(posts) EXCEPT SELECT unnest(busy));
            END IF;
        END LOOP;
        FOREACH child IN ARRAY children LOOP
            EXECUTE format('DELETE FROM %I WHERE post_id = ANY($1)', child) USING posts;
        END LOOP;
        DELETE FROM discuss_post WHERE id = ANY(posts);
    END $$
"""


def purge(before):
    last = "0"
    while last:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('purge.before', %s, true), set_config('purge.last', %s, true)",
                [before.isoformat(), last],
            )
            cursor.execute(SLICE)
            cursor.execute("SELECT current_setting('purge.last')")
            (last,) = cursor.fetchone()
