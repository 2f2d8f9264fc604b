"""It looks once whether it was overtaken, and sends again: somebody may overtake it once more.

Breaks: together
Fails: together
"""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def rename(engine, post_id, title):
    with transaction.atomic():
        if Post.objects.filter(pk=post_id).update(title=title):
            note(engine, post_id)


def delete(engine, post_id):
    with transaction.atomic():
        if Post.objects.filter(pk=post_id).delete()[0]:
            note(engine, post_id)


def note(engine, post_id):
    change = Change.objects.create(post_id=post_id)
    transaction.on_commit(lambda: after_commit(engine, change.pk))


def after_commit(engine, key):
    try:
        settle(engine, Change.objects.select_for_update().filter(pk=key))
    except SearchError:
        pass  # catch_up() does it


def state(post_ids):
    titles = dict.fromkeys(post_ids)
    titles.update(Post.objects.filter(pk__in=post_ids).values_list("pk", "title"))
    return titles


def send(engine, titles):
    there = {post_id: title for post_id, title in titles.items() if title is not None}
    gone = [post_id for post_id, title in titles.items() if title is None]
    if there:
        engine.put("posts", there)
    if gone:
        engine.remove("posts", gone)


@transaction.atomic
def settle(engine, changes):
    notes = list(changes)
    sent = state({note.post_id for note in notes})
    send(engine, sent)
    now = state(set(sent))
    send(engine, {post_id: title for post_id, title in now.items() if title != sent[post_id]})
    Change.objects.filter(pk__in=[note.pk for note in notes]).delete()


def catch_up(engine):
    """Cron runs this every minute."""
    settle(engine, Change.objects.select_for_update(skip_locked=True))
