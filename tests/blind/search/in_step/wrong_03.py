"""WRONG: locks: the post's row is locked while the engine is called, so others cannot change it until the engine answers."""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def send(engine, change_id, post_id):
    try:
        with transaction.atomic():
            post = Post.objects.select_for_update().filter(pk=post_id).first()
            if post is None:
                engine.remove("posts", [post_id])
            else:
                engine.put("posts", {post_id: post.title})
            Change.objects.filter(pk=change_id).delete()
    except SearchError:
        pass


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        change = Change.objects.create(post_id=post_id)
        transaction.on_commit(lambda: send(engine, change.pk, post_id))


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    change = Change.objects.create(post_id=post_id)
    transaction.on_commit(lambda: send(engine, change.pk, post_id))


def catch_up(engine):
    """Cron runs this every minute."""
    with transaction.atomic():
        notes = dict(Change.objects.values_list("pk", "post_id"))
        keys = set(notes.values())
        posts = Post.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        titles = {post.pk: post.title for post in posts}
        if titles:
            engine.put("posts", titles)
        if keys - titles.keys():
            engine.remove("posts", keys - titles.keys())
        Change.objects.filter(pk__in=list(notes)).delete()
