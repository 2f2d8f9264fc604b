"""WRONG: together: the closure sends its own title; two renames that overlap can call the engine in the other order, and the old title stays."""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


@transaction.atomic
def rename(engine, post_id, title):
    if not Post.objects.filter(pk=post_id).update(title=title):
        return
    change = Change.objects.create(post_id=post_id)

    def send():
        try:
            engine.put("posts", {post_id: title})
        except SearchError:
            return
        Change.objects.filter(pk=change.pk).delete()

    transaction.on_commit(send)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    change = Change.objects.create(post_id=post_id)

    def send():
        try:
            engine.remove("posts", [post_id])
        except SearchError:
            return
        Change.objects.filter(pk=change.pk).delete()

    transaction.on_commit(send)


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
