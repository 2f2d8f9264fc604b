"""The whole migration is one DO block, so one statement, and tag() is one loop around SELECT, lock and INSERT."""

from django.db import connection

MIGRATE = """
DO $$
DECLARE
    waits_for_tags boolean := true;
BEGIN
    LOOP
        BEGIN
            IF waits_for_tags THEN
                LOCK TABLE discuss_tag IN ACCESS EXCLUSIVE MODE;
                LOCK TABLE discuss_post_tags IN EXCLUSIVE MODE NOWAIT;
            ELSE
                LOCK TABLE discuss_post_tags IN EXCLUSIVE MODE;
                LOCK TABLE discuss_tag IN ACCESS EXCLUSIVE MODE NOWAIT;
            END IF;
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            waits_for_tags := NOT waits_for_tags;
        END;
    END LOOP;

    SET CONSTRAINTS ALL IMMEDIATE;

    CREATE TEMPORARY TABLE merged_tags ON COMMIT DROP AS
        SELECT id, min(id) OVER (PARTITION BY name) AS stays FROM discuss_tag;

    DELETE FROM discuss_post_tags one
    USING merged_tags mine, discuss_post_tags other, merged_tags its
    WHERE mine.id = one.tag_id AND its.id = other.tag_id
        AND one.post_id = other.post_id AND mine.stays = its.stays
        AND (other.tag_id, other.id) < (one.tag_id, one.id);

    UPDATE discuss_post_tags SET tag_id = stays
    FROM merged_tags
    WHERE merged_tags.id = tag_id AND tag_id <> stays;

    DELETE FROM discuss_tag USING merged_tags
    WHERE merged_tags.id = discuss_tag.id AND discuss_tag.id <> stays;

    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'discuss_tag_name_unique') THEN
        ALTER TABLE discuss_tag ADD CONSTRAINT discuss_tag_name_unique UNIQUE (name);
    END IF;

    DROP TABLE merged_tags;
END $$
"""


def migrate():
    with connection.cursor() as cursor:
        cursor.execute(MIGRATE)


def tag(name):
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT id FROM discuss_tag WHERE name = %s ORDER BY id LIMIT 1", [name])
            if row := cursor.fetchone():
                return row[0]
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('new tags'))")
            cursor.execute(
                """
                INSERT INTO discuss_tag (name) SELECT %s
                WHERE NOT EXISTS (SELECT FROM discuss_tag WHERE name = %s)
                ON CONFLICT DO NOTHING
                """,
                [name, name],
            )
