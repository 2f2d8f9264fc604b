"""It sends several statements for each name that has duplicates.

Breaks: queries
Fails: queries
"""

from django.db import connection, transaction
from django.db.models import Count

from arena.discuss.models import Post, Tag

Link = Post.tags.through


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE discuss_tag, discuss_post_tags IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        names = Tag.objects.values("name").annotate(number=Count("pk")).filter(number__gt=1)
        for name in names.values_list("name", flat=True):
            survivor, *others = Tag.objects.filter(name=name).order_by("pk")
            posts = Link.objects.filter(tag__in=others).values_list("post_id", flat=True)
            survivor.posts.add(*posts)
            Tag.objects.filter(pk__in=[tag.pk for tag in others]).delete()
        cursor.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS discuss_tag_name_unique ON discuss_tag (name)"
        )


def tag(name):
    if found := Tag.objects.filter(name=name).first():
        return found.pk
    with connection.cursor() as cursor:
        # Else two transactions that make the same tags in opposite orders wait for each other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('new tags'))")
    return Tag.objects.get_or_create(name=name)[0].pk
