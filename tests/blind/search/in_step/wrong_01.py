"""WRONG: lost: a note is written only after the engine refused, so a process killed between the commit and the call leaves none."""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def send(engine, post_id):
    try:
        title = Post.objects.filter(pk=post_id).values_list("title", flat=True).first()
        if title is None:
            engine.remove("posts", [post_id])
        else:
            engine.put("posts", {post_id: title})
    except SearchError:
        Change.objects.create(post_id=post_id)


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        transaction.on_commit(lambda: send(engine, post_id))


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    transaction.on_commit(lambda: send(engine, post_id))


def catch_up(engine):
    """Cron runs this every minute."""
    notes = dict(Change.objects.values_list("pk", "post_id"))
    keys = set(notes.values())
    titles = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
    if titles:
        engine.put("posts", titles)
    if keys - titles.keys():
        engine.remove("posts", keys - titles.keys())
    Change.objects.filter(pk__in=list(notes)).delete()
