"""A note in the same transaction, the engine after the commit, and a second look at the database.

The call that puts last looks again after its put, so overlapping calls end with what the database has.
"""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

INDEX = "posts"
SIZE = 2000


def rename(engine, post_id, title):
    with transaction.atomic():
        if Post.objects.filter(pk=post_id).update(title=title):
            note(engine, post_id)


def delete(engine, post_id):
    with transaction.atomic():
        _, deleted = Post.objects.filter(pk=post_id).delete()
        if deleted.get(Post._meta.label):
            note(engine, post_id)


def note(engine, post_id):
    change = Change.objects.create(post_id=post_id)

    def after_commit():
        try:
            settle(engine, {change.pk: change.post_id})
        except SearchError:
            pass  # the note is there, for catch_up()

    transaction.on_commit(after_commit)


def state(post_ids):
    titles = dict.fromkeys(post_ids)
    titles.update(Post.objects.filter(pk__in=post_ids).values_list("pk", "title"))
    return titles


def send(engine, titles):
    there = {post_id: title for post_id, title in titles.items() if title is not None}
    gone = [post_id for post_id, title in titles.items() if title is None]
    if there:
        engine.put(INDEX, there)
    if gone:
        engine.remove(INDEX, gone)


def settle(engine, notes):
    """Send what the noted posts are now, until it is still so afterwards; then drop the notes."""
    sent = state(set(notes.values()))
    todo = sent
    while todo:
        send(engine, todo)
        now = state(set(sent))
        todo = {post_id: title for post_id, title in now.items() if title != sent[post_id]}
        sent = now
    Change.objects.filter(pk__in=list(notes)).delete()


def catch_up(engine):
    """Cron runs this every minute."""
    last = 0
    while True:
        notes = dict(
            Change.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "post_id")[:SIZE]
        )
        if not notes:
            return
        try:
            settle(engine, notes)
        except SearchError:
            return  # still down: in a minute again
        if len(notes) < SIZE:
            return
        last = max(notes)
