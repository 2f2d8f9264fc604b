"""Breaks "together": a call reads the title before its put, and never looks again.

When the second rename reads, puts and returns between the first one's read and its put, the index
keeps the first title, and both notes are gone.
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
    transaction.on_commit(lambda: after_commit(engine, change))


def after_commit(engine, change):
    try:
        settle(engine, [change])
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


def settle(engine, notes):
    send(engine, state({note.post_id for note in notes}))  # what the posts are now
    Change.objects.filter(pk__in=[note.pk for note in notes]).delete()


def catch_up(engine):
    """Cron runs this every minute."""
    notes = list(Change.objects.order_by("pk"))
    for first in range(0, len(notes), 1000):
        settle(engine, notes[first : first + 1000])
