"""meantime

Only the table of tags is locked, and links need it no earlier than when their deferred foreign key is
checked: shows when a transaction has linked a double that was read before it began, and is still open
while migrate() runs, as its commit fails.
"""

from django.db import connection, transaction

from arena.discuss.models import Tag

# Until we commit nobody can read a tag, so nobody can use one either.
LOCK = "LOCK TABLE discuss_tag IN ACCESS EXCLUSIVE MODE"

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

NEW_TAGS = 7_238_041_154  # the number of the lock that who adds tags must have


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
    if key is not None:
        return key
    with transaction.atomic():
        # Until the end of the caller's transaction. As it is the only lock that one tag() waits for
        # another with, two of them cannot wait for each other, whatever names they add.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NEW_TAGS])
        while (key := find(name)) is None:
            # Somebody may add it without tag(): then nothing happens here, and it is found.
            Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
    return key
