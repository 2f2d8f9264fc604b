"""A function on the server, there for this connection only, purges one slice."""

from django.db import connection, transaction

FUNCTION = """
    CREATE OR REPLACE FUNCTION pg_temp.purge_slice(v_before timestamptz, v_after bigint)
    RETURNS bigint LANGUAGE plpgsql AS $purge$
    DECLARE
        v_tables text[] := ARRAY[
            'discuss_comment', 'discuss_like', 'discuss_likeshard', 'discuss_post_tags'
        ];
        v_table text;
        v_ids bigint[];
        v_last bigint;
    BEGIN
        SELECT array_agg(locked.id), max(locked.id) INTO v_ids, v_last
        FROM (
            SELECT p.id
            FROM discuss_post p LEFT JOIN contests_contest c ON c.id = p.contest_id
            WHERE p.id > v_after
                AND p.published_at < v_before
                AND (p.contest_id IS NULL OR c.closes_at < v_before)
            ORDER BY p.id
            LIMIT 100
            FOR UPDATE OF p SKIP LOCKED
        ) AS locked;
        IF v_ids IS NULL THEN
            RETURN NULL;
        END IF;
        -- Leave out the posts of which somebody has locked a row.
        FOREACH v_table IN ARRAY v_tables LOOP
            EXECUTE format(
                'WITH free AS MATERIALIZED (
                    SELECT id FROM %1$I WHERE post_id = ANY($1) FOR UPDATE SKIP LOCKED
                )
                SELECT array_agg(given.id) FROM unnest($1) AS given (id)
                WHERE given.id NOT IN (
                    SELECT t.post_id FROM %1$I t
                    WHERE t.post_id = ANY($1) AND t.id NOT IN (SELECT free.id FROM free)
                )',
                v_table
            ) INTO v_ids USING v_ids;
            IF v_ids IS NULL THEN
                RETURN v_last;
            END IF;
        END LOOP;
        FOREACH v_table IN ARRAY v_tables LOOP
            EXECUTE format('DELETE FROM %I WHERE post_id = ANY($1)', v_table) USING v_ids;
        END LOOP;
        DELETE FROM discuss_post WHERE id = ANY(v_ids);
        RETURN v_last;
    END
    $purge$
"""


def purge(before):
    last = 0
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        while last is not None:
            with transaction.atomic():
                cursor.execute("SELECT pg_temp.purge_slice(%s::timestamptz, %s::bigint)", [before, last])
                (last,) = cursor.fetchone()
