"""WRONG: together: reads the title after the commit, but sends it without a lock or a second look, so a slower sender overwrites a newer title; the notes are gone then."""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def send(engine, change_id, post_id):
    try:
        title = Post.objects.filter(pk=post_id).values_list("title", flat=True).first()
        if title is None:
            engine.remove("posts", [post_id])
        else:
            engine.put("posts", {post_id: title})
    except SearchError:
        return
    Change.objects.filter(pk=change_id).delete()


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
        notes = dict(
            Change.objects.select_for_update(skip_locked=True).values_list("pk", "post_id")
        )
        todo = set(notes.values())
        sent = None
        while todo:
            titles = dict(Post.objects.filter(pk__in=todo).values_list("pk", "title"))
            if titles == sent:
                break
            if titles:
                engine.put("posts", titles)
            if todo - titles.keys():
                engine.remove("posts", todo - titles.keys())
            sent = titles
        Change.objects.filter(pk__in=list(notes)).delete()
