"""One statement: a DO block that commits after each slice. Nothing reaches Python."""

from django.db import connection

PURGE = """
DO $$
DECLARE
    old bigint[];
    last bigint := 0;
    child text;
BEGIN
    LOOP
        old := ARRAY(
            SELECT id FROM discuss_post AS post
            WHERE id > last AND published_at < '{before}' AND NOT EXISTS (
                SELECT FROM contests_contest AS contest
                WHERE contest.id = post.contest_id AND closes_at >= '{before}'
            )
            ORDER BY id LIMIT 50 FOR UPDATE OF post SKIP LOCKED
        );
        EXIT WHEN old = '{{}}';
        last := old[cardinality(old)];
        FOREACH child IN ARRAY '{{comment,like,likeshard,post_tags}}'::text[] LOOP
            EXECUTE format(
                'WITH free AS MATERIALIZED ('
                ' SELECT id FROM discuss_%1$s WHERE post_id = ANY($1) FOR UPDATE SKIP LOCKED)'
                ' SELECT ARRAY(SELECT unnest($1) EXCEPT SELECT post_id FROM discuss_%1$s'
                ' WHERE post_id = ANY($1) AND id NOT IN (SELECT id FROM free))',
                child
            ) INTO old USING old;
        END LOOP;
        DELETE FROM discuss_comment WHERE post_id = ANY(old);
        DELETE FROM discuss_like WHERE post_id = ANY(old);
        DELETE FROM discuss_likeshard WHERE post_id = ANY(old);
        DELETE FROM discuss_post_tags WHERE post_id = ANY(old);
        DELETE FROM discuss_post WHERE id = ANY(old);
        COMMIT;
    END LOOP;
END $$
"""


def purge(before):
    with connection.cursor() as cursor:
        cursor.execute(PURGE.format(before=before.isoformat()))
