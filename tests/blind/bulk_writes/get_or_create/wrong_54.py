"""Breaks: no write.

tag() is an upsert whose DO UPDATE exists only to make RETURNING give the id: each call for an existing tag writes a new version of its
row. It shows in xmin after tag() of a tag that is there, and as soon as two transactions ask for the same old tag.
"""

from django.db import connection, transaction

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

MERGE = """
SET CONSTRAINTS ALL IMMEDIATE;
DELETE FROM discuss_post_tags WHERE id IN (
    SELECT id FROM (
        SELECT l.id, row_number() OVER (PARTITION BY l.post_id, t.name ORDER BY l.tag_id) AS place
        FROM discuss_post_tags l JOIN discuss_tag t ON t.id = l.tag_id
    ) AS links WHERE place > 1
);
UPDATE discuss_post_tags l SET tag_id = t.survivor
FROM (SELECT id, min(id) OVER (PARTITION BY name) AS survivor FROM discuss_tag) AS t
WHERE l.tag_id = t.id AND t.id <> t.survivor;
DELETE FROM discuss_tag t
USING (SELECT name, min(id) AS survivor FROM discuss_tag GROUP BY name) AS s
WHERE t.name = s.name AND t.id > s.survivor;
CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_name_once ON discuss_tag (name);
"""


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(MERGE)


def tag(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(20260501)")
        cursor.execute(
            """
            INSERT INTO discuss_tag (name) VALUES (%s)
            ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name
            RETURNING id
            """,
            [name],
        )
        return cursor.fetchone()[0]
