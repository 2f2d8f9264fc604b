"""Breaks: posts.

A use moves to the survivor unless the post has the survivor already. A post with two duplicates of a name, and not with its survivor,
gets the survivor twice: the unique constraint on post and tag makes migrate() fail.
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

TAGS = "(SELECT id, min(id) OVER (PARTITION BY name) AS survivor FROM discuss_tag) AS t"


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            f"""
            UPDATE discuss_post_tags link SET tag_id = t.survivor
            FROM {TAGS}
            WHERE link.tag_id = t.id AND t.id <> t.survivor AND NOT EXISTS (
                SELECT FROM discuss_post_tags other
                WHERE other.post_id = link.post_id AND other.tag_id = t.survivor
            )
            """
        )
        cursor.execute(
            f"DELETE FROM discuss_post_tags link USING {TAGS} WHERE link.tag_id = t.id AND t.id <> t.survivor"
        )
        cursor.execute(f"DELETE FROM discuss_tag USING {TAGS} WHERE discuss_tag.id = t.id AND t.id <> t.survivor")
        cursor.execute("CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_name_once ON discuss_tag (name)")


def tag(name):
    tags = Tag.objects.filter(name=name).order_by("pk").values_list("pk", flat=True)
    key = tags.first()
    while key is None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(20260501)")
            Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
            key = tags.first()
    return key
