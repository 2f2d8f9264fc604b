"""Wrong: killed: a second run fails, as the index is there already.

It is accepted: killed before its COMMIT, it leaves no index. The reference does the same.
"""

from django.db import connection, transaction

LOCK = """
    DO $$
    BEGIN
        LOOP
            BEGIN
                LOCK TABLE discuss_tag IN SHARE ROW EXCLUSIVE MODE;
                LOCK TABLE discuss_post_tags IN SHARE ROW EXCLUSIVE MODE NOWAIT;
                EXIT;
            EXCEPTION WHEN lock_not_available THEN
                NULL;
            END;
            PERFORM pg_sleep(0.05);
        END LOOP;
    END $$
"""
EQUAL = "(SELECT id, min(id) OVER (PARTITION BY name) AS keep FROM discuss_tag)"
STEPS = [
    LOCK,
    f"""
    INSERT INTO discuss_post_tags (post_id, tag_id)
    SELECT DISTINCT p.post_id, t.keep
    FROM discuss_post_tags p JOIN {EQUAL} t ON t.id = p.tag_id
    WHERE t.id <> t.keep AND NOT EXISTS (
        SELECT FROM discuss_post_tags o WHERE o.post_id = p.post_id AND o.tag_id = t.keep)
    """,
    f"DELETE FROM discuss_post_tags p USING {EQUAL} t WHERE t.id = p.tag_id AND t.id <> t.keep",
    f"DELETE FROM discuss_tag d USING {EQUAL} t WHERE t.id = d.id AND t.id <> t.keep",
    "SET CONSTRAINTS ALL IMMEDIATE",
    "CREATE UNIQUE INDEX discuss_tag_one_name ON discuss_tag (name)",
]


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        for step in STEPS:
            cursor.execute(step)


def tag(name):
    with transaction.atomic(), connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT min(id) FROM discuss_tag WHERE name = %s", [name])
            found = cursor.fetchone()[0]
            if found is not None:
                return found
            # One at a time, so that transactions with several new tags don't deadlock.
            cursor.execute("SELECT pg_advisory_xact_lock(7203114)")
            cursor.execute(
                "INSERT INTO discuss_tag (name) VALUES (%s) ON CONFLICT DO NOTHING", [name]
            )
