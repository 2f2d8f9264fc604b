"""A context manager claims notes by locking them, and removes them if the index was seen to agree with the commits."""

import logging
from contextlib import contextmanager

from django.db import transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

logger = logging.getLogger(__name__)


@contextmanager
def claimed(changes):
    with transaction.atomic():
        mine = list(changes)
        yield {change.post_id for change in mine}
        if mine:
            Change.objects.filter(pk__in=[change.pk for change in mine]).delete()


def committed(keys):
    """The titles as they are now; what is not in there is not in the database."""
    return set(Post.objects.filter(pk__in=keys).values_list("pk", "title"))


def push(engine, keys):
    open_keys = set(keys)
    while open_keys:
        state = committed(open_keys)
        documents = dict(state)
        missing = open_keys - documents.keys()
        if documents:
            engine.put("posts", documents)
        if missing:
            engine.remove("posts", sorted(missing))
        # What was changed during the calls may be older in the index now than in the database.
        open_keys = {key for key, _ in state ^ committed(open_keys)}


def process(engine, changes):
    try:
        with claimed(changes) as keys:
            push(engine, keys)
    except SearchError as error:
        logger.warning("The index 'posts' has to catch up later: %s", error)


def announce(engine, post_id):
    pk = Change.objects.create(post_id=post_id).pk

    def committed_now():
        process(engine, Change.objects.filter(pk=pk).select_for_update())

    transaction.on_commit(committed_now)


@transaction.atomic
def rename(engine, post_id, title):
    post = Post.objects.select_for_update(no_key=True).filter(pk=post_id).first()
    if post is None:
        return
    post.title = title
    post.save(update_fields=["title"])
    announce(engine, post_id)


@transaction.atomic
def delete(engine, post_id):
    Post.objects.filter(pk=post_id).delete()
    announce(engine, post_id)


def catch_up(engine):
    """Cron runs this every minute."""
    process(engine, Change.objects.select_for_update(skip_locked=True))
