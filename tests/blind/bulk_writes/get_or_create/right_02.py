"""Right: the ORM moves and deletes; the schema editor's place is taken by a plain unique index."""

from django.db import connection, transaction
from django.db.models import F, Min, OuterRef, Subquery

from arena.discuss.models import Post, Tag

Link = Post.tags.through


def keeper(of):
    return Subquery(
        Tag.objects.filter(name=OuterRef(of))
        .order_by()
        .values("name")
        .annotate(first=Min("pk"))
        .values("first")
    )


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE discuss_tag, discuss_post_tags IN SHARE ROW EXCLUSIVE MODE")
    links = Link.objects.annotate(keep=keeper("tag__name")).exclude(tag_id=F("keep"))
    wanted = set(links.values_list("post_id", "keep"))
    Link.objects.bulk_create(
        [Link(post_id=post, tag_id=keep) for post, keep in wanted],
        ignore_conflicts=True,
        batch_size=None,
    )
    doubles = list(
        Tag.objects.annotate(keep=keeper("name")).exclude(pk=F("keep")).values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM discuss_post_tags WHERE tag_id = ANY(%s::bigint[])", [doubles])
        cursor.execute("DELETE FROM discuss_tag WHERE id = ANY(%s::bigint[])", [doubles])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("CREATE UNIQUE INDEX IF NOT EXISTS tag_name_once ON discuss_tag (name)")


def tag(name):
    with transaction.atomic():
        while True:
            found = Tag.objects.filter(name=name).order_by("pk").first()
            if found:
                return found.pk
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('new tags'))")
            Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
