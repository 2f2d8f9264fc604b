"""It remembers what it has put, and after the switch compares that with the whole table; repairs are read again.
"""

from contextlib import contextmanager, suppress
from uuid import uuid4

from django.db import connection

from arena.discuss.models import Post
from arena.search.backends import SearchError

CHUNK = 1_000
PREFIX = "posts-made-by-reindex-"  # so that what a killed run has left can be told from the others


def reindex(engine):
    with alone():
        old = engine.target("posts")
        for index in engine.indexes():
            if index.startswith(PREFIX) and index != old:
                engine.drop(index)
        new = f"{PREFIX}{uuid4().hex}"
        try:
            engine.create(new)
            sent = fill(engine, new)
            engine.switch("posts", new)
        except BaseException:
            with suppress(SearchError):
                if engine.target("posts") != new:
                    engine.drop(new)
            raise
        repair(engine, new, sent)
        if old is not None:
            engine.drop(old)


@contextmanager
def alone():
    """One run at a time: a second one waits, instead of taking the first one's index for a rest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('reindex'), hashtext('posts'))")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('reindex'), hashtext('posts'))")


def chunks():
    """Yield all posts in order of their keys, as dictionaries of key and title."""
    posts = Post.objects.order_by("pk").values_list("pk", "title")
    chunk = dict(posts[:CHUNK])
    while chunk:
        yield chunk
        if len(chunk) < CHUNK:
            return
        chunk = dict(posts.filter(pk__gt=max(chunk))[:CHUNK])


def fill(engine, index):
    sent = {}
    for chunk in chunks():
        engine.put(index, chunk)
        sent |= chunk
    return sent


def repair(engine, index, sent):
    """Bring in what writers have told the old index only. They write to this one now, as we do."""
    stale = {}
    for chunk in chunks():
        for pk, title in chunk.items():
            if sent.pop(pk, None) != title:
                stale[pk] = title
    stale |= dict.fromkeys(sent)  # not there any more
    keys = [*stale]
    for start in range(0, len(keys), CHUNK):
        settle(engine, index, {pk: stale[pk] for pk in keys[start : start + CHUNK]})


def settle(engine, index, titles):
    while titles:
        documents = {pk: title for pk, title in titles.items() if title is not None}
        if documents:
            engine.put(index, documents)
        if len(documents) < len(titles):
            engine.remove(index, [pk for pk in titles if pk not in documents])
        # A writer may have been faster, and our title is the older one: look again.
        now = dict.fromkeys(titles) | dict(
            Post.objects.filter(pk__in=[*titles]).values_list("pk", "title")
        )
        titles = {pk: title for pk, title in now.items() if title != titles[pk]}
