"""Right: a temporary table of pairs; links are updated where the post has no such tag yet."""

from django.db import IntegrityError, connection, transaction

from arena.discuss.models import Tag

SQL = [
    "LOCK TABLE discuss_tag IN SHARE ROW EXCLUSIVE MODE",
    "LOCK TABLE discuss_post_tags IN SHARE ROW EXCLUSIVE MODE",
    "DROP TABLE IF EXISTS pg_temp.tag_pairs",
    """
    CREATE TEMPORARY TABLE tag_pairs ON COMMIT DROP AS
    SELECT old.id AS old, first.id AS keep
    FROM discuss_tag AS old
    JOIN (SELECT name, min(id) AS id FROM discuss_tag GROUP BY name) AS first USING (name)
    WHERE old.id > first.id
    """,
    """
    WITH ranked AS (
        SELECT link.id, row_number() OVER (
            PARTITION BY link.post_id, coalesce(pair.keep, link.tag_id)
            ORDER BY pair.keep IS NOT NULL, link.id) AS place
        FROM discuss_post_tags AS link
        LEFT JOIN tag_pairs AS pair ON pair.old = link.tag_id
    )
    DELETE FROM discuss_post_tags AS link USING ranked
    WHERE ranked.id = link.id AND ranked.place > 1
    """,
    """
    UPDATE discuss_post_tags AS link SET tag_id = pair.keep
    FROM tag_pairs AS pair WHERE pair.old = link.tag_id
    """,
    "DELETE FROM discuss_tag USING tag_pairs WHERE discuss_tag.id = tag_pairs.old",
    "SET CONSTRAINTS ALL IMMEDIATE",
    "CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_name_unique ON discuss_tag (name)",
]


def migrate():
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in SQL:
            cursor.execute(sql)


def existing(name):
    return Tag.objects.filter(name=name).order_by("pk").values_list("pk", flat=True).first()


def tag(name):
    with transaction.atomic():
        while (pk := existing(name)) is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(40, 1)")
            pk = existing(name)
            if pk is not None:
                break
            try:
                with transaction.atomic():
                    return Tag.objects.create(name=name).pk
            except IntegrityError:
                continue
        return pk
