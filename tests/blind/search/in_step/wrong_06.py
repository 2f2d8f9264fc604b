"""WRONG: catch_up: sends every post of the site, not only those that changed."""

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
    with transaction.atomic():
        notes = dict(
            Change.objects.select_for_update(skip_locked=True).values_list("pk", "post_id")
        )
        if not notes:
            return
        sent = None
        while True:
            titles = dict(Post.objects.values_list("pk", "title"))
            if titles == sent:
                break
            engine.put("posts", titles)
            gone = set(notes.values()) - titles.keys()
            if gone:
                engine.remove("posts", gone)
            sent = titles
        Change.objects.filter(pk__in=list(notes)).delete()
