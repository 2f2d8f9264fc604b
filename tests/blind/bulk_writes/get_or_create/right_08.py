"""Right: a temporary table says which tag becomes which; the constraint has a name in pg_constraint."""

from django.db import connection, transaction

from arena.discuss.models import Tag

LOCK = """
    DO $$
    DECLARE
        old_timeout text := current_setting('lock_timeout');
    BEGIN
        LOOP
            BEGIN
                PERFORM set_config('lock_timeout', '200ms', true);
                LOCK TABLE discuss_tag IN ACCESS EXCLUSIVE MODE;
                LOCK TABLE discuss_post_tags IN EXCLUSIVE MODE;
                EXIT;
            EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
                PERFORM pg_sleep(0.1);
            END;
        END LOOP;
        PERFORM set_config('lock_timeout', old_timeout, true);
    END $$
"""
STEPS = [
    """
    CREATE TEMPORARY TABLE doubled ON COMMIT DROP AS
    SELECT tag.id AS old, first.id AS new
    FROM discuss_tag AS tag
    JOIN (
        SELECT name, min(id) AS id FROM discuss_tag GROUP BY name HAVING count(*) > 1
    ) AS first ON first.name = tag.name
    WHERE tag.id <> first.id
    """,
    """
    DELETE FROM discuss_post_tags AS link USING (
        SELECT l.id, row_number() OVER (
            PARTITION BY l.post_id, COALESCE(d.new, l.tag_id) ORDER BY l.tag_id
        ) AS place
        FROM discuss_post_tags AS l LEFT JOIN doubled AS d ON d.old = l.tag_id
    ) AS numbered
    WHERE numbered.id = link.id AND numbered.place > 1
    """,
    """
    UPDATE discuss_post_tags AS link SET tag_id = doubled.new
    FROM doubled WHERE doubled.old = link.tag_id
    """,
    "DELETE FROM discuss_tag USING doubled WHERE doubled.old = discuss_tag.id",
    "DROP TABLE doubled",
    "SET CONSTRAINTS ALL IMMEDIATE",
]
NAME = "discuss_tag_name_is_unique"


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        for step in STEPS:
            cursor.execute(step)
        cursor.execute(
            "SELECT 1 FROM pg_constraint "
            "WHERE conrelid = 'discuss_tag'::regclass AND conname = %s",
            [NAME],
        )
        if cursor.fetchone() is None:
            cursor.execute(f"ALTER TABLE discuss_tag ADD CONSTRAINT {NAME} UNIQUE (name)")


def tag(name):
    same = Tag.objects.filter(name=name).order_by("pk")
    if (found := same.first()) is not None:
        return found.pk
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", ["new tags"])
        if (found := same.first()) is not None:
            return found.pk
        return Tag.objects.get_or_create(name=name)[0].pk
