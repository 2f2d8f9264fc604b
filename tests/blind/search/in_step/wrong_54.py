"""locks: the posts are locked while the engine is called, so that no older title can overtake a newer one.

Somebody else who changes such a post waits as long as the engine takes to answer.
"""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def follow(engine, changes):
    try:
        with transaction.atomic():
            notes = dict(changes.values_list("pk", "post_id"))
            post_ids = set(notes.values())
            posts = Post.objects.select_for_update().filter(pk__in=post_ids).order_by("pk")
            titles = dict(posts.values_list("pk", "title"))
            if titles:
                engine.put("posts", titles)
            if post_ids - titles.keys():
                engine.remove("posts", post_ids - titles.keys())
            Change.objects.filter(pk__in=list(notes)).delete()
    except SearchError:
        pass


def changed(engine, post_id):
    note = Change.objects.create(post_id=post_id)
    transaction.on_commit(lambda: follow(engine, Change.objects.filter(pk=note.pk)))


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        changed(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    changed(engine, post_id)


def catch_up(engine):
    """Cron runs this every minute."""
    follow(engine, Change.objects.all())
