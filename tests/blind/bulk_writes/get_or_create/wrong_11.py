"""Wrong, meantime: only the table of tags is locked. A post that gets a duplicate tag, committed between
COPY and UNLINK, loses it; one committed later makes migrate() or that client fail."""

from django.db import connection, transaction

LOCK = "LOCK TABLE discuss_tag IN SHARE ROW EXCLUSIVE MODE"
KEPT = "(SELECT id, min(id) OVER (PARTITION BY name) AS keep FROM discuss_tag)"
COPY = f"""
    INSERT INTO discuss_post_tags (post_id, tag_id)
    SELECT link.post_id, kept.keep
    FROM discuss_post_tags AS link JOIN {KEPT} AS kept ON kept.id = link.tag_id
    WHERE kept.keep <> kept.id
    ON CONFLICT DO NOTHING
"""
UNLINK = f"""
    DELETE FROM discuss_post_tags AS link USING {KEPT} AS kept
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
        cursor.execute(COPY)
        cursor.execute(UNLINK)
        cursor.execute(DELETE)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
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
