"""Wrong, meantime and constraint: the duplicates go in one transaction, the index is built after it, so as
not to block. A duplicate added between makes migrate() raise, and leaves an invalid index; then the
next call finds the index there, does not build it, and the old rows stay unchecked."""

from django.db import connection, transaction

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
INDEX = (
    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "
    "discuss_tag_one_name ON discuss_tag (name)"
)


def migrate():
    with connection.cursor() as cursor:
        with transaction.atomic():
            cursor.execute(LOCK)
            cursor.execute(SURPLUS)
            cursor.execute(MOVE)
            cursor.execute(DELETE)
        cursor.execute(INDEX)


@transaction.atomic
def tag(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM discuss_tag WHERE name = %s", [name])
        (found,) = cursor.fetchone()
        if found is not None:
            return found
        # Who makes tags waits for the others who do: so nobody can deadlock on two new names.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('discuss_tag.name'))")
        while True:
            cursor.execute("SELECT min(id) FROM discuss_tag WHERE name = %s", [name])
            (found,) = cursor.fetchone()
            if found is not None:
                return found
            cursor.execute(
                "INSERT INTO discuss_tag (name) VALUES (%s) ON CONFLICT DO NOTHING RETURNING id",
                [name],
            )
            row = cursor.fetchone()
            if row:
                return row[0]
