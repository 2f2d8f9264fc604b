"""After the commit the caller holds the lock of its own note, sends what the database has, and looks again.
"""

import logging

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

logger = logging.getLogger(__name__)
BATCH = 10_000  # notes


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        note(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    note(engine, post_id)


def note(engine, post_id):
    """Leave a note with the change, and follow it up as soon as both are committed."""
    change = Change.objects.create(post_id=post_id)
    transaction.on_commit(lambda: follow(engine, change.pk))


def follow(engine, change_id):
    try:
        with transaction.atomic():
            # If catch_up() has this note, wait: the note is gone when the index has the change.
            settle(engine, Change.objects.select_for_update().filter(pk=change_id))
    except SearchError:
        logger.warning("The index lacks change %s.", change_id, exc_info=True)


def catch_up(engine):
    """Cron runs this every minute."""
    try:
        more = True
        while more:
            with transaction.atomic():
                # Who is at work on a note has its lock. If that process is killed, the lock is gone.
                notes = Change.objects.select_for_update(skip_locked=True).order_by("pk")
                more = settle(engine, notes[:BATCH]) == BATCH
    except SearchError:
        logger.warning("The index cannot be repaired now.", exc_info=True)


def settle(engine, notes):
    """Bring the posts of these notes into the index; the notes are locked until the commit."""
    posts_of = dict(notes.values_list("pk", "post_id"))
    titles = send(engine, {*posts_of.values()})
    while titles:
        # Somebody may have sent a newer title before our older one: then send once more.
        now = read(titles)
        titles = send(engine, {pk for pk in titles if titles[pk] != now[pk]}, now)
    Change.objects.filter(pk__in=[*posts_of]).delete()
    return len(posts_of)


def read(keys):
    """Return the titles in the database; None for a post that is not there."""
    found = Post.objects.filter(pk__in=[*keys]).values_list("pk", "title")
    return dict.fromkeys(keys) | dict(found)


def send(engine, keys, titles=None):
    """Put or remove these posts, and return what was sent."""
    if not keys:
        return {}
    titles = read(keys) if titles is None else {pk: titles[pk] for pk in keys}
    documents = {pk: title for pk, title in titles.items() if title is not None}
    gone = [pk for pk, title in titles.items() if title is None]
    if documents:
        engine.put("posts", documents)
    if gone:
        engine.remove("posts", gone)
    return titles
