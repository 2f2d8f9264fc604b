"""An index that is not unique refuses nothing.

Breaks: constraint
Fails: constraint
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
    "CREATE INDEX IF NOT EXISTS discuss_tag_name_unique ON discuss_tag (name)",
]


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)


def tag(name):
    if found := Tag.objects.filter(name=name).first():
        return found.pk
    with connection.cursor() as cursor:
        # Else two transactions that make the same tags in opposite orders wait for each other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('new tags'))")
    return Tag.objects.get_or_create(name=name)[0].pk
