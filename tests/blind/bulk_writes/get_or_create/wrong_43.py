"""together

One statement inserts the name or else selects it, but it sees the table as it was at its beginning: shows
when it waited for another client's insertion of the name, as it finds no row then, and raises TypeError.
"""

from django.db import connection, transaction

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

GET_OR_CREATE = """
WITH added AS (
    INSERT INTO discuss_tag (name)
    SELECT %(name)s WHERE NOT EXISTS (SELECT FROM discuss_tag WHERE name = %(name)s)
    ON CONFLICT (name) DO NOTHING
    RETURNING id
)
SELECT id FROM added UNION ALL SELECT id FROM discuss_tag WHERE name = %(name)s
"""


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


def tag(name):
    with connection.cursor() as cursor:
        cursor.execute(GET_OR_CREATE, {"name": name})
        return cursor.fetchone()[0]
