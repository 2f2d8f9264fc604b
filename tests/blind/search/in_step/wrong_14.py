"""Breaks "unknown": rename() believes that there is such a post.

The first put takes the title from the call, to save a query, and it is taken for true: a post that
doesn't exist, or was deleted before the commit's hook, gets a document. Only catch_up() looks.
"""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def rename(engine, post_id, title):
    with transaction.atomic():
        Post.objects.filter(pk=post_id).update(title=title)
        note(engine, post_id, title)


def delete(engine, post_id):
    with transaction.atomic():
        if Post.objects.filter(pk=post_id).delete()[0]:
            note(engine, post_id, None)


def note(engine, post_id, title):
    change = Change.objects.create(post_id=post_id)
    transaction.on_commit(lambda: after_commit(engine, change, title))


def after_commit(engine, change, title):
    try:
        send(engine, {change.post_id: title})
        now = Post.objects.filter(pk=change.post_id).values_list("title", flat=True).first()
        if now is None or now == title:  # nobody else has renamed it
            change.delete()
        else:
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
    sent = todo = state({note.post_id for note in notes})
    while todo:
        send(engine, todo)
        now = state(set(sent))
        todo = {post_id: title for post_id, title in now.items() if title != sent[post_id]}
        sent = now
    Change.objects.filter(pk__in=[note.pk for note in notes]).delete()


def catch_up(engine):
    """Cron runs this every minute."""
    notes = list(Change.objects.order_by("pk"))
    for first in range(0, len(notes), 1000):
        settle(engine, notes[first : first + 1000])
