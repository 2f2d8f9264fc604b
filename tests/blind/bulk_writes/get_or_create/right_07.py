"""Right: the whole migration is one block that the database runs; tag() is written with the ORM."""

from django.db import connection, transaction

from arena.discuss.models import Tag

MIGRATION = """
    DO $$
    DECLARE
        old_timeout text := current_setting('lock_timeout');
    BEGIN
        LOOP
            BEGIN
                PERFORM set_config('lock_timeout', '250ms', true);
                LOCK TABLE discuss_tag, discuss_post_tags IN EXCLUSIVE MODE;
                EXIT;
            EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
                PERFORM pg_sleep(0.05 + random() / 10);
            END;
        END LOOP;
        PERFORM set_config('lock_timeout', old_timeout, true);

        -- Of the links of a post to tags of one name, that to the lowest tag stays.
        DELETE FROM discuss_post_tags AS link
        USING discuss_tag AS tag, discuss_post_tags AS lower, discuss_tag AS other
        WHERE tag.id = link.tag_id
        AND other.name = tag.name AND other.id < tag.id
        AND lower.tag_id = other.id AND lower.post_id = link.post_id;

        UPDATE discuss_post_tags AS link SET tag_id = first.id
        FROM discuss_tag AS tag
        JOIN (SELECT name, min(id) AS id FROM discuss_tag GROUP BY name) AS first USING (name)
        WHERE tag.id = link.tag_id AND tag.id > first.id;

        DELETE FROM discuss_tag AS tag
        USING (SELECT name, min(id) AS id FROM discuss_tag GROUP BY name) AS first
        WHERE first.name = tag.name AND first.id < tag.id;

        SET CONSTRAINTS ALL IMMEDIATE;
        CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_unique_name ON discuss_tag (name);
    END $$
"""
ADVISORY_LOCK = 7_201_934


def migrate():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MIGRATION)


def find(name):
    return Tag.objects.filter(name=name).order_by("pk").values_list("pk", flat=True).first()


def tag(name):
    key = find(name)
    if key is not None:
        return key
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        while (key := find(name)) is None:
            Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
        return key
