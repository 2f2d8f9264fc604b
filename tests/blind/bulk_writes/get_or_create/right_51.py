"""Plain SQL under locks on both tables, and an advisory lock that makes transactions with new tags follow each other."""

from django.db import connection, transaction

# Waits for one table while it holds nothing, and never for the second: so nobody runs into a deadlock.
LOCK = """
DO $$
BEGIN
    LOOP
        BEGIN
            LOCK TABLE discuss_tag IN EXCLUSIVE MODE;
            LOCK TABLE discuss_post_tags IN EXCLUSIVE MODE NOWAIT;
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.05);
        END;
    END LOOP;
END $$
"""

FORGET_SECOND_USES = """
DELETE FROM discuss_post_tags
WHERE id IN (
    SELECT id FROM (
        SELECT link.id, row_number() OVER (PARTITION BY link.post_id, tag.name ORDER BY link.tag_id) AS place
        FROM discuss_post_tags link JOIN discuss_tag tag ON tag.id = link.tag_id
    ) AS links
    WHERE place > 1
)
"""

MOVE_USES = """
UPDATE discuss_post_tags link
SET tag_id = tags.survivor
FROM (SELECT id, min(id) OVER (PARTITION BY name) AS survivor FROM discuss_tag) AS tags
WHERE link.tag_id = tags.id AND tags.id <> tags.survivor
"""

DELETE_DUPLICATES = """
DELETE FROM discuss_tag tag
USING (SELECT name, min(id) AS survivor FROM discuss_tag GROUP BY name) AS first
WHERE tag.name = first.name AND tag.id > first.survivor
"""

UNIQUE = "CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_name_once ON discuss_tag (name)"


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(FORGET_SECOND_USES)
        cursor.execute(MOVE_USES)
        cursor.execute(DELETE_DUPLICATES)
        cursor.execute(UNIQUE)


def tag(name):
    with connection.cursor() as cursor:

        def known():
            cursor.execute("SELECT min(id) FROM discuss_tag WHERE name = %s", [name])
            return cursor.fetchone()[0]

        while (key := known()) is None:
            # Two transactions that add "a", "b" and "b", "a" would wait for each other.
            cursor.execute("SELECT pg_advisory_xact_lock(7241905)")
            cursor.execute(
                "INSERT INTO discuss_tag (name) VALUES (%s) ON CONFLICT DO NOTHING", [name]
            )
        return key
