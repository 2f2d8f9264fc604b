"""WRONG: writes: takes notes with a key above the highest one seen; a note with a lower key that is committed later is never seen."""

from contextlib import suppress
from uuid import uuid4

from django.db.models import Max

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

SIZE = 1_000


def last_note():
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0


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
        if gone := [key for key in part if key not in titles]:
            engine.remove(index, gone)


def reindex(engine):
    old = engine.target("posts")
    new = f"posts-{uuid4().hex}"
    last = last_note()
    try:
        engine.create(new)
        for documents in batches():
            engine.put(new, documents)
        engine.switch("posts", new)
    except BaseException:
        with suppress(SearchError):
            engine.drop(new)
        raise
    while True:
        notes = dict(Change.objects.filter(pk__gt=last).values_list("pk", "post_id"))
        if not notes:
            break
        send(engine, new, sorted(set(notes.values())))
        last = max(notes)
    if old is not None:
        engine.drop(old)
