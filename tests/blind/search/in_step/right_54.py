"""Short: one function sends what locked notes name until the titles read before and after the calls are the same."""

from contextlib import suppress

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def read(keys):
    return dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))


def sync(engine, locked):
    with suppress(SearchError), transaction.atomic():
        notes = dict(locked.values_list("pk", "post_id"))
        keys = set(notes.values())
        sent, titles = None, read(keys)
        while keys and titles != sent:
            if titles:
                engine.put("posts", titles)
            if gone := keys - titles.keys():
                engine.remove("posts", gone)
            sent, titles = titles, read(keys)
        Change.objects.filter(pk__in=list(notes)).delete()


def after_commit(engine, post_id):
    note = Change.objects.create(post_id=post_id)
    locked = Change.objects.select_for_update().filter(pk=note.pk)
    transaction.on_commit(lambda: sync(engine, locked))


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        after_commit(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    after_commit(engine, post_id)


def catch_up(engine):
    """Cron runs this every minute."""
    sync(engine, Change.objects.select_for_update(skip_locked=True))
