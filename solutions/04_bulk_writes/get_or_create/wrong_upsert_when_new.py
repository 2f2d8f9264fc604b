"""A name that tag() does not find is upserted. If another client has added it since, that updates
the new tag.

Breaks: no write
Fails: together
"""

from django.db import connection, transaction

from arena.discuss.models import Tag

STATEMENTS = [
    # Others can read, and look up foreign keys. Writers wait until the index is there.
    "LOCK TABLE discuss_tag, discuss_post_tags IN SHARE ROW EXCLUSIVE MODE",
    # Foreign keys are checked now: a table with checks that are due later cannot get an index.
    "SET CONSTRAINTS ALL IMMEDIATE",
    """
    CREATE TEMPORARY TABLE duplicate ON COMMIT DROP AS
    SELECT id, survivor
    FROM (SELECT id, min(id) OVER (PARTITION BY name) AS survivor FROM discuss_tag) AS tag
    WHERE id <> survivor
    """,
    # A post may have two duplicates, or the survivor already.
    """
    INSERT INTO discuss_post_tags (post_id, tag_id)
    SELECT post_id, survivor FROM discuss_post_tags JOIN duplicate ON tag_id = duplicate.id
    ON CONFLICT (post_id, tag_id) DO NOTHING
    """,
    "DELETE FROM discuss_post_tags USING duplicate WHERE tag_id = duplicate.id",
    "DELETE FROM discuss_tag USING duplicate WHERE discuss_tag.id = duplicate.id",
    "CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_name_unique ON discuss_tag (name)",
]

UPSERT = """
    INSERT INTO discuss_tag (name) VALUES (%s)
    ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id
"""


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)


@transaction.atomic
def tag(name):
    if found := Tag.objects.filter(name=name).first():
        return found.pk
    with connection.cursor() as cursor:
        # Else two transactions that make the same tags in opposite orders wait for each other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('new tags'))")
        cursor.execute(UPSERT, [name])
        return cursor.fetchone()[0]
