"""Wrong, together: two transactions that each make the same two new tags, in opposite order, wait for each
other, and one call raises "deadlock detected". Single calls are right."""

from django.db import connection, transaction

from arena.discuss.models import Tag

LOCK = """
    DO $$
    DECLARE
        old_timeout text := current_setting('lock_timeout');
    BEGIN
        -- Who holds one table may want the other: then both are let go, before anybody deadlocks.
        LOOP
            BEGIN
                PERFORM set_config('lock_timeout', '300ms', true);
                LOCK TABLE discuss_tag IN EXCLUSIVE MODE;
                LOCK TABLE discuss_post_tags IN EXCLUSIVE MODE;
                EXIT;
            EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
                PERFORM pg_sleep(0.1);
            END;
        END LOOP;
        PERFORM set_config('lock_timeout', old_timeout, true);
    END $$
"""
KEPT = "(SELECT id, min(id) OVER (PARTITION BY name) AS keep FROM discuss_tag)"
SURPLUS = f"""
    DELETE FROM discuss_post_tags AS link USING (
        SELECT l.id, row_number() OVER (
            PARTITION BY l.post_id, kept.keep ORDER BY l.tag_id, l.id
        ) AS place
        FROM discuss_post_tags AS l JOIN {KEPT} AS kept ON kept.id = l.tag_id
    ) AS numbered
    WHERE numbered.id = link.id AND numbered.place > 1
"""
MOVE = f"""
    UPDATE discuss_post_tags AS link SET tag_id = kept.keep FROM {KEPT} AS kept
    WHERE kept.id = link.tag_id AND kept.keep <> kept.id
"""
DELETE = f"""
    DELETE FROM discuss_tag AS tag USING {KEPT} AS kept
    WHERE kept.id = tag.id AND kept.keep <> kept.id
"""
INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_one_name ON discuss_tag (name)"


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(SURPLUS)
        cursor.execute(MOVE)
        cursor.execute(DELETE)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(INDEX)


def tag(name):
    found = Tag.objects.filter(name=name).order_by("pk").first()
    return (found or Tag.objects.get_or_create(name=name)[0]).pk
