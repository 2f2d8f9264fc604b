"""Breaks "locks": the post is locked while the engine is called, so that calls can't overtake.

After the commit the row is locked again, in a transaction around the engine's call: another call that
changes the post waits for the engine.
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


def settle(engine, notes):
    post_ids = {note.post_id for note in notes}
    with transaction.atomic():
        posts = Post.objects.select_for_update().filter(pk__in=post_ids).order_by("pk")
        titles = {post.pk: post.title for post in posts}
        gone = [post_id for post_id in post_ids if post_id not in titles]
        if titles:
            engine.put("posts", titles)
        if gone:
            engine.remove("posts", gone)
        Change.objects.filter(pk__in=[note.pk for note in notes]).delete()


def catch_up(engine):
    """Cron runs this every minute."""
    notes = list(Change.objects.order_by("pk"))
    for first in range(0, len(notes), 1000):
        settle(engine, notes[first : first + 1000])
