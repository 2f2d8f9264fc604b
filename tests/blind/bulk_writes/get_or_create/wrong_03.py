"""Wrong: no write: the upsert updates an existing tag, to get its id back."""

from django.db import connection, transaction

BLOCK = """
DO $$
DECLARE
    again bigint[];
BEGIN
    LOCK TABLE discuss_tag IN SHARE ROW EXCLUSIVE MODE;
    LOCK TABLE discuss_post_tags IN SHARE ROW EXCLUSIVE MODE;
    SELECT coalesce(array_agg(t.id), '{}') INTO again FROM discuss_tag t
    WHERE EXISTS (SELECT FROM discuss_tag l WHERE l.name = t.name AND l.id < t.id);
    INSERT INTO discuss_post_tags (post_id, tag_id)
    SELECT p.post_id, (SELECT min(l.id) FROM discuss_tag l WHERE l.name = t.name)
    FROM discuss_post_tags p JOIN discuss_tag t ON t.id = p.tag_id
    WHERE t.id = ANY(again)
    ON CONFLICT DO NOTHING;
    DELETE FROM discuss_post_tags WHERE tag_id = ANY(again);
    DELETE FROM discuss_tag WHERE id = ANY(again);
    SET CONSTRAINTS ALL IMMEDIATE;
    CREATE UNIQUE INDEX IF NOT EXISTS one_tag_per_name ON discuss_tag (name);
END $$
"""
FIND = "SELECT id FROM discuss_tag WHERE name = %s ORDER BY id LIMIT 1"
ADD = "INSERT INTO discuss_tag (name) VALUES (%s) ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name RETURNING id"


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute(BLOCK)


@transaction.atomic
def tag(name):
    with connection.cursor() as cursor:
        row = None
        while row is None:
            cursor.execute("SELECT pg_advisory_xact_lock(990017)")
            cursor.execute(ADD, [name])
            row = cursor.fetchone()
            if row is None:
                cursor.execute(FIND, [name])
                row = cursor.fetchone()
        return row[0]
