"""Breaks "lost": the note is written after the commit, and only where the engine failed.

A process that is killed between the commit and the engine's answer leaves no note, so that
catch_up() never learns of the change.
"""

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


@transaction.atomic
def rename(engine, post_id, title):
    if Post.objects.filter(pk=post_id).update(title=title):
        transaction.on_commit(lambda: after_commit(engine, post_id))


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    transaction.on_commit(lambda: after_commit(engine, post_id))


def after_commit(engine, post_id):
    try:
        follow(engine, {post_id})
    except SearchError:
        Change.objects.create(post_id=post_id)


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


def follow(engine, post_ids):
    sent = todo = state(post_ids)
    while todo:
        send(engine, todo)
        now = state(post_ids)
        todo = {post_id: title for post_id, title in now.items() if title != sent[post_id]}
        sent = now


def catch_up(engine):
    """Cron runs this every minute."""
    notes = dict(Change.objects.values_list("pk", "post_id"))
    if notes:
        follow(engine, set(notes.values()))
        Change.objects.filter(pk__in=list(notes)).delete()
