"""Right: Python decides which links to add; Django's get_or_create() adds the tag."""

from collections import defaultdict

from django.db import connection, transaction

from arena.discuss.models import Tag


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE discuss_tag IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("LOCK TABLE discuss_post_tags IN SHARE ROW EXCLUSIVE MODE")
        ids = defaultdict(list)
        for pk, name in Tag.objects.order_by("pk").values_list("pk", "name"):
            ids[name].append(pk)
        keep = {pk: same[0] for same in ids.values() for pk in same[1:]}
        old = list(keep)
        cursor.execute(
            "SELECT post_id, tag_id FROM discuss_post_tags WHERE tag_id = ANY(%s::bigint[])", [old]
        )
        wanted = sorted({(post, keep[pk]) for post, pk in cursor.fetchall()})
        cursor.execute(
            "INSERT INTO discuss_post_tags (post_id, tag_id)"
            " SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING",
            [[post for post, _ in wanted], [pk for _, pk in wanted]],
        )
        cursor.execute("DELETE FROM discuss_post_tags WHERE tag_id = ANY(%s::bigint[])", [old])
        cursor.execute("DELETE FROM discuss_tag WHERE id = ANY(%s::bigint[])", [old])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("CREATE UNIQUE INDEX IF NOT EXISTS unique_tag_name ON discuss_tag (name)")


def tag(name):
    first = Tag.objects.filter(name=name).order_by("pk").first()
    if first is not None:
        return first.pk
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(1357911)")
        first = Tag.objects.filter(name=name).order_by("pk").first()
        return first.pk if first else Tag.objects.get_or_create(name=name)[0].pk
