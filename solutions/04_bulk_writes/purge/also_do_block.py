"""One statement: a DO block that commits after each slice. Nothing reaches Python."""

from django.db import connection

PURGE = """
DO $$
DECLARE
    old bigint[];
BEGIN
    LOOP
        old := ARRAY(
            SELECT id FROM discuss_post AS post
            WHERE published_at < '{before}' AND NOT EXISTS (
                SELECT FROM contests_contest AS contest
                WHERE contest.id = post.contest_id AND closes_at >= '{before}'
            )
            LIMIT 50 FOR UPDATE OF post SKIP LOCKED
        );
        EXIT WHEN old = '{{}}';
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
