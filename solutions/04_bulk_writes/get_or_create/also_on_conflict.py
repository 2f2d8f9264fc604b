"""Deletes links that would be twice, moves the others; the insert gives way to another one."""

from django.db import connection, transaction

STATEMENTS = [
    "LOCK TABLE discuss_tag IN SHARE ROW EXCLUSIVE MODE",
    "LOCK TABLE discuss_post_tags IN SHARE ROW EXCLUSIVE MODE",
    """
    DELETE FROM discuss_post_tags WHERE id IN (
        SELECT link.id FROM (
            SELECT link.id, row_number() OVER (PARTITION BY post_id, name ORDER BY tag_id) AS place
            FROM discuss_post_tags AS link JOIN discuss_tag AS tag ON tag.id = tag_id
        ) AS link WHERE place > 1
    )
    """,
    """
    UPDATE discuss_post_tags SET tag_id = first
    FROM discuss_tag AS tag JOIN (
        SELECT name, min(id) AS first FROM discuss_tag GROUP BY name HAVING count(*) > 1
    ) AS survivor USING (name)
    WHERE tag.id = tag_id AND tag_id <> first
    """,
    """
    DELETE FROM discuss_tag AS tag
    WHERE EXISTS (SELECT FROM discuss_tag WHERE name = tag.name AND id < tag.id)
    """,
    "SET CONSTRAINTS ALL IMMEDIATE",
    """
    ALTER TABLE discuss_tag
        DROP CONSTRAINT IF EXISTS discuss_tag_name_key,
        ADD CONSTRAINT discuss_tag_name_key UNIQUE (name)
    """,
]


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)


def tag(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM discuss_tag WHERE name = %s", [name])
        if found := cursor.fetchone():
            return found[0]
        # Else two transactions that make the same tags in opposite orders wait for each other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('new tags'))")
        while True:
            cursor.execute("SELECT id FROM discuss_tag WHERE name = %s", [name])
            if found := cursor.fetchone():
                return found[0]
            cursor.execute(
                "INSERT INTO discuss_tag (name) VALUES (%s)"
                " ON CONFLICT (name) DO NOTHING RETURNING id",
                [name],
            )
            if made := cursor.fetchone():
                return made[0]
