"""Breaks: meantime.

Only the tags are locked. A post that gets a duplicate tag after the uses were copied to the survivor, and before those of the duplicates
are deleted, loses it; one whose transaction is still open when the duplicate is deleted cannot commit.
"""

from django.db import connection, transaction

from arena.discuss.models import Tag


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE discuss_tag IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            """
            INSERT INTO discuss_post_tags (post_id, tag_id)
            SELECT link.post_id, tags.survivor
            FROM discuss_post_tags link
            JOIN (SELECT id, min(id) OVER (PARTITION BY name) AS survivor FROM discuss_tag) AS tags
                ON tags.id = link.tag_id
            WHERE tags.id <> tags.survivor
            ON CONFLICT DO NOTHING
            """
        )
        cursor.execute(
            """
            DELETE FROM discuss_post_tags WHERE tag_id IN (
                SELECT t.id FROM discuss_tag t JOIN discuss_tag lower ON lower.name = t.name AND lower.id < t.id
            )
            """
        )
        cursor.execute(
            "DELETE FROM discuss_tag t USING discuss_tag lower WHERE lower.name = t.name AND lower.id < t.id"
        )
        cursor.execute("CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_one_name ON discuss_tag (name)")


def tag(name):
    tags = Tag.objects.filter(name=name).order_by("pk").values_list("pk", flat=True)
    key = tags.first()
    while key is None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(20260501)")
            Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
            key = tags.first()
    return key
