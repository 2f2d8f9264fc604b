"""All of it is SQL: one script under two table locks, and an INSERT behind an advisory lock."""

from django.db import connection, transaction

WAIT_FOR_EVERYBODY = """
DO $$
DECLARE
    before text := current_setting('lock_timeout');
BEGIN
    <<again>>
    LOOP
        BEGIN
            LOCK TABLE discuss_tag IN ACCESS EXCLUSIVE MODE;
            -- A transaction that has linked a tag may go on to read or add another, which we forbid by now.
            -- So do not insist: an error here gives the first lock back.
            PERFORM set_config('lock_timeout', '250ms', true);
            LOCK TABLE discuss_post_tags IN EXCLUSIVE MODE;
            PERFORM set_config('lock_timeout', before, true);
            EXIT again;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.1 + 0.1 * random());
        END;
    END LOOP;
END
$$
"""

MERGE = """
WITH survivor AS MATERIALIZED (
    SELECT id, first_value(id) OVER (PARTITION BY name ORDER BY id) AS stays FROM discuss_tag
), kept AS MATERIALIZED (
    -- For each post and name one link, and the tag that it has to be of.
    SELECT DISTINCT ON (link.post_id, survivor.stays) link.id, survivor.stays
    FROM discuss_post_tags AS link JOIN survivor ON survivor.id = link.tag_id
    ORDER BY link.post_id, survivor.stays, link.tag_id, link.id
), moved AS (
    UPDATE discuss_post_tags AS link SET tag_id = kept.stays
    FROM kept WHERE kept.id = link.id AND link.tag_id <> kept.stays
)
DELETE FROM discuss_post_tags AS link
WHERE NOT EXISTS (SELECT FROM kept WHERE kept.id = link.id)
"""
FORGET = """
DELETE FROM discuss_tag AS tag
WHERE EXISTS (SELECT FROM discuss_tag AS lower WHERE lower.name = tag.name AND lower.id < tag.id)
"""
REFUSE = """
ALTER TABLE discuss_tag
    DROP CONSTRAINT IF EXISTS discuss_tag_name_key,
    ADD CONSTRAINT discuss_tag_name_key UNIQUE (name)
"""

FIND = "SELECT min(id) FROM discuss_tag WHERE name = %s"
ADD = "INSERT INTO discuss_tag (name) VALUES (%s) ON CONFLICT DO NOTHING RETURNING id"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('discuss_tag: new names', 0))"


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_EVERYBODY)
        cursor.execute(MERGE)
        cursor.execute(FORGET)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(REFUSE)


def tag(name):
    with connection.cursor() as cursor:
        cursor.execute(FIND, [name])
        (key,) = cursor.fetchone()
        if key is not None:
            return key
        with transaction.atomic():
            cursor.execute(ONE_AT_A_TIME)
            while True:
                cursor.execute(FIND, [name])  # a new statement, so it sees what was committed
                (key,) = cursor.fetchone()
                if key is not None:
                    return key
                cursor.execute(ADD, [name])
                if row := cursor.fetchone():
                    return row[0]
