"""WRONG: writes: posts that were deleted during the copy are in the new index for good, the catching up only puts."""

from contextlib import suppress
from uuid import uuid4

from django.db.models import Count

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

SIZE = 1_000


def counts():
    return dict(Change.objects.values_list("post_id").annotate(number=Count("pk")).order_by())


def batches():
    last = None
    while True:
        posts = Post.objects.order_by("pk")
        if last is not None:
            posts = posts.filter(pk__gt=last)
        batch = list(posts.values_list("pk", "title")[:SIZE])
        if batch:
            yield dict(batch)
        if len(batch) < SIZE:
            return
        last = batch[-1][0]


def send(engine, index, keys):
    for start in range(0, len(keys), SIZE):
        part = keys[start : start + SIZE]
        titles = dict(Post.objects.filter(pk__in=part).values_list("pk", "title"))
        if titles:
            engine.put(index, titles)


def reindex(engine):
    old = engine.target("posts")
    new = f"posts-{uuid4().hex}"
    before = counts()
    try:
        engine.create(new)
        for documents in batches():
            engine.put(new, documents)
        engine.switch("posts", new)
    except BaseException:
        with suppress(SearchError):
            engine.drop(new)
        raise
    # From here on writers use the new index. What they sent to the old one is missing, and what is
    # sent here can be older than what a writer has sent, so this ends when nothing has changed.
    while True:
        now = counts()
        changed = sorted(key for key in now if now[key] != before.get(key))
        if not changed:
            break
        send(engine, new, changed)
        before = now
    if old is not None:
        engine.drop(old)
