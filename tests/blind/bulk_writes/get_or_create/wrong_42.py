"""together

Who adds a name waits for others who add the same, and for nothing else: shows when two transactions
add the same two names in opposite order, as PostgreSQL ends one of them as a deadlock.
"""

from django.db import connection, transaction

from arena.discuss.models import Tag

# A transaction that has used a tag keeps these tables until its end, so there is nothing
# uncommitted once both are ours. We never wait long for the second while we hold the first: who
# holds the second and needs the first is let through, so that nobody gets a deadlock.
LOCK = """
DO $$
DECLARE
    patience text := current_setting('lock_timeout');
BEGIN
    LOOP
        BEGIN
            LOCK TABLE discuss_tag IN ACCESS EXCLUSIVE MODE;
            PERFORM set_config('lock_timeout', '200ms', true);
            LOCK TABLE discuss_post_tags IN EXCLUSIVE MODE;
            PERFORM set_config('lock_timeout', patience, true);
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.1);
        END;
    END LOOP;
END
$$
"""

# Of a post's tags with the same name, only the lowest stays.
UNLINK = """
DELETE FROM discuss_post_tags AS link
USING (
    SELECT link.id,
           row_number() OVER (PARTITION BY link.post_id, tag.name ORDER BY tag.id, link.id) AS place
    FROM discuss_post_tags AS link JOIN discuss_tag AS tag ON tag.id = link.tag_id
) AS placed
WHERE placed.id = link.id AND placed.place > 1
"""
RELINK = """
UPDATE discuss_post_tags AS link
SET tag_id = survivor.id
FROM discuss_tag AS tag
JOIN (SELECT name, min(id) AS id FROM discuss_tag GROUP BY name) AS survivor USING (name)
WHERE link.tag_id = tag.id AND tag.id <> survivor.id
"""
DELETE = """
DELETE FROM discuss_tag AS tag
USING (SELECT name, min(id) AS id FROM discuss_tag GROUP BY name) AS survivor
WHERE survivor.name = tag.name AND tag.id <> survivor.id
"""
UNIQUE = "CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_name_once ON discuss_tag (name)"

@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(UNLINK)
        cursor.execute(RELINK)
        cursor.execute(DELETE)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the foreign keys', before the index
        cursor.execute(UNIQUE)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def find(name):
    return Tag.objects.filter(name=name).order_by("pk").values_list("pk", flat=True).first()


def tag(name):
    key = find(name)
    while key is None:
        # A simultaneous insertion of the name is waited for, and is no error.
        Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
        key = find(name)
    return key
