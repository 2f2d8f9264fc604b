"""The ORM does the merging in three statements; the locks are taken without waiting for one while holding the other."""

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from arena.discuss.models import Post, Tag

Use = Post.tags.through
ADDING = 5_318_008  # the number of the lock that transactions hold when they add tags


def lock_both(first, second):
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {first._meta.db_table} IN EXCLUSIVE MODE")
        cursor.execute(f"LOCK TABLE {second._meta.db_table} IN EXCLUSIVE MODE NOWAIT")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def merge():
    numbered = Use.objects.annotate(
        place=Window(RowNumber(), partition_by=[F("post_id"), F("tag__name")], order_by="tag_id")
    )
    again = list(numbered.filter(place__gt=1).values_list("pk", flat=True))
    Use.objects.filter(pk__in=again).delete()

    survivor = Tag.objects.filter(name=OuterRef("name")).order_by("pk").values("pk")[:1]
    tags = Tag.objects.annotate(survivor=Subquery(survivor))
    lower = Tag.objects.filter(name=OuterRef("name"), pk__lt=OuterRef("pk"))
    duplicates = Tag.objects.filter(Exists(lower))
    Use.objects.filter(tag_id__in=duplicates.values("pk")).update(
        tag_id=Subquery(tags.filter(pk=OuterRef("tag_id")).values("survivor")[:1])
    )
    duplicates._raw_delete(duplicates.db)


def migrate():
    order = [Tag, Use]
    while True:
        try:
            with transaction.atomic():
                lock_both(*order)
                merge()
                with connection.cursor() as cursor:
                    cursor.execute(
                        "CREATE UNIQUE INDEX IF NOT EXISTS one_tag_per_name ON discuss_tag (name)"
                    )
                return
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03":  # lock_not_available
                raise
            order.reverse()  # wait for the one that was busy


def find(name):
    return Tag.objects.filter(name=name).order_by("pk").values_list("pk", flat=True).first()


def tag(name):
    key = find(name)
    while key is None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADDING])
            key = find(name)
            if key is None:
                Tag.objects.bulk_create([Tag(name=name)], ignore_conflicts=True)
                key = find(name)
    return key
