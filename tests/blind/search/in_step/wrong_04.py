"""WRONG: lost: catch_up() ends with the deletion of all notes, also of those that were committed while it called the engine and that nobody sent."""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def send(engine, change_id, post_id):
    try:
        with transaction.atomic():
            if not Change.objects.select_for_update().filter(pk=change_id).first():
                return
            while True:
                title = Post.objects.filter(pk=post_id).values_list("title", flat=True).first()
                if title is None:
                    engine.remove("posts", [post_id])
                else:
                    engine.put("posts", {post_id: title})
                now = Post.objects.filter(pk=post_id).values_list("title", flat=True).first()
                if now == title:
                    break
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
    keys = set(Change.objects.values_list("post_id", flat=True))
    if not keys:
        return
    titles = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
    if titles:
        engine.put("posts", titles)
    if keys - titles.keys():
        engine.remove("posts", keys - titles.keys())
    Change.objects.all().delete()
