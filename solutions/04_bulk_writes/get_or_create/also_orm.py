"""The ORM merges, and the schema editor adds the constraint that the model asks for."""

from django.db import connection, transaction
from django.db.models import Min, Window

from arena.discuss.models import Post, Tag

Link = Post.tags.through


@transaction.atomic
def migrate():
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE discuss_tag, discuss_post_tags IN ACCESS EXCLUSIVE MODE")
        constraints = connection.introspection.get_constraints(cursor, "discuss_tag").values()
    if any(one["unique"] and one["columns"] == ["name"] for one in constraints):
        return  # an earlier call has done all of it
    tags = Tag.objects.annotate(survivor=Window(Min("pk"), partition_by="name"))
    survivors = {key: first for key, first in tags.values_list("pk", "survivor") if key != first}
    links = Link.objects.filter(tag__in=survivors)
    moved = [Link(post_id=link.post_id, tag_id=survivors[link.tag_id]) for link in links]
    Link.objects.bulk_create(moved, ignore_conflicts=True)
    Tag.objects.filter(pk__in=survivors).delete()  # and their links
    with connection.schema_editor() as editor:
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        field = Tag._meta.get_field("name")
        not_unique = field.clone()
        not_unique._unique = False
        not_unique.set_attributes_from_name("name")
        editor.alter_field(Tag, not_unique, field)


def tag(name):
    try:
        return Tag.objects.get(name=name).pk
    except Tag.DoesNotExist:
        with connection.cursor() as cursor:
            # Else two transactions that make the same tags in opposite orders wait for each other.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('new tags'))")
    tag, _ = Tag.objects.get_or_create(name=name)
    return tag.pk
