"""After the block is not after the commit, when the caller has a transaction of its own.

Breaks: rollback
Fails: answer
"""

from contextlib import suppress

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

BATCH = 500


def rename(engine, post_id, title):
    with transaction.atomic():
        Post.objects.filter(pk=post_id).update(title=title)
        Change.objects.create(post_id=post_id)
    try_to_send(engine, post_id)


def delete(engine, post_id):
    with transaction.atomic():
        Post.objects.filter(pk=post_id).delete()
        Change.objects.create(post_id=post_id)
    try_to_send(engine, post_id)


def try_to_send(engine, post_id):
    with suppress(SearchError):
        send(engine, Change.objects.filter(post_id=post_id))


def catch_up(engine):
    while send(engine, Change.objects.all()):
        pass


@transaction.atomic
def send(engine, changes):
    notes = dict(changes.select_for_update().order_by("pk").values_list("pk", "post_id")[:BATCH])
    changed = set(notes.values())
    titles = dict(Post.objects.filter(pk__in=changed).values_list("pk", "title"))
    if titles:
        engine.put("posts", titles)
    if gone := changed - titles.keys():
        engine.remove("posts", gone)
    Change.objects.filter(pk__in=notes).delete()
    return len(notes) == BATCH
