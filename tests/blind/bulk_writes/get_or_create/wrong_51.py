"""Breaks: together.

tag() is get_or_create() on the new unique index. Two transactions that add "a", "b" and "b", "a" at the same time wait for each other,
and PostgreSQL ends one of them with a deadlock error.
"""

from django.db import connection, transaction

from arena.discuss.models import Tag

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
    found = Tag.objects.filter(name=name).order_by("pk").first()
    if found is None:
        found, _ = Tag.objects.get_or_create(name=name)
    return found.pk
