"""Only an engine that fails leaves a note, and a process that is killed leaves none.

Breaks: lost
Fails: killed
"""

from functools import partial

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

BATCH = 500


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        note(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    note(engine, post_id)


def note(engine, post_id):
    transaction.on_commit(partial(try_to_send, engine, post_id))


def try_to_send(engine, post_id):
    try:
        put(engine, [post_id])
    except SearchError:
        Change.objects.create(post_id=post_id)


def catch_up(engine):
    while send(engine, Change.objects.all()):
        pass


@transaction.atomic
def send(engine, changes):
    notes = dict(changes.select_for_update().order_by("pk").values_list("pk", "post_id")[:BATCH])
    put(engine, set(notes.values()))
    Change.objects.filter(pk__in=notes).delete()
    return len(notes) == BATCH


def put(engine, keys):
    titles = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
    if titles:
        engine.put("posts", titles)
    if gone := set(keys) - titles.keys():
        engine.remove("posts", gone)
