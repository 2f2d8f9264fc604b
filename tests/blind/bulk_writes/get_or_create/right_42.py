"""A temporary table maps each double to its survivor, and tag() locks the table of tags to add one."""

from django.db import connection, transaction
from django.db.models import UniqueConstraint

from arena.discuss.models import Tag

# First the tags, and while they are ours not long for the links: see the exception.
LOCK = """
DO $$
BEGIN
    LOOP
        BEGIN
            LOCK TABLE discuss_tag IN ACCESS EXCLUSIVE MODE;
            SET LOCAL lock_timeout = '150ms';
            LOCK TABLE discuss_post_tags IN ACCESS EXCLUSIVE MODE;
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            -- Both are free again. Who has links and waits for tags gets on, instead of a deadlock.
            PERFORM pg_sleep(0.05);
        END;
    END LOOP;
END
$$
"""

STEPS = [
    "DROP TABLE IF EXISTS pg_temp.tag_double",
    """
    CREATE TEMPORARY TABLE tag_double ON COMMIT DROP AS
    SELECT id, survivor
    FROM (SELECT id, min(id) OVER (PARTITION BY name) AS survivor FROM discuss_tag) AS tag
    WHERE id <> survivor
    """,
    # A link of a double goes if its post has the survivor, or a lower double of the same.
    """
    DELETE FROM discuss_post_tags AS link
    USING pg_temp.tag_double AS double
    WHERE link.tag_id = double.id AND EXISTS (
        SELECT FROM discuss_post_tags AS other
        LEFT JOIN pg_temp.tag_double AS lower ON lower.id = other.tag_id
        WHERE other.post_id = link.post_id
          AND coalesce(lower.survivor, other.tag_id) = double.survivor
          AND other.tag_id < link.tag_id
    )
    """,
    """
    UPDATE discuss_post_tags AS link
    SET tag_id = double.survivor
    FROM pg_temp.tag_double AS double
    WHERE link.tag_id = double.id
    """,
    "DELETE FROM discuss_tag USING pg_temp.tag_double AS double WHERE discuss_tag.id = double.id",
    # What the foreign keys have still to check would be in the way of the constraint.
    "SET CONSTRAINTS ALL IMMEDIATE",
]


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (patience,) = cursor.fetchone()
        cursor.execute(LOCK)
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [patience])
        for step in STEPS:
            cursor.execute(step)
        constraints = connection.introspection.get_constraints(cursor, Tag._meta.db_table)
    if not any(one["unique"] and one["columns"] == ["name"] for one in constraints.values()):
        with connection.schema_editor() as editor:
            once = UniqueConstraint(fields=["name"], name="discuss_tag_name_once")
            editor.add_constraint(Tag, once)


def tag(name):
    tags = Tag.objects.filter(name=name).order_by("pk")
    old = tags.first()
    if old is None:
        with transaction.atomic(), connection.cursor() as cursor:
            # Others may read and link tags meanwhile; who wants to add one waits for our commit.
            cursor.execute("LOCK TABLE discuss_tag IN SHARE ROW EXCLUSIVE MODE")
            old = tags.first() or Tag.objects.create(name=name)
    return old.pk
