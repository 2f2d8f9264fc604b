"""Breaks "writes": the highest key of a note is taken for a mark.

A writer that has inserted its note before the mark is read, and commits after its post was read
and puts before the switch, has a lower key: its change is never sent to the new index.
"""

from contextlib import suppress
from uuid import uuid4

from arena.discuss.models import Post
from arena.search.models import Change

SIZE = 1000


def reindex(engine):
    old = engine.target("posts")
    new = f"posts_{uuid4().hex}"
    mark = last_note()
    try:
        engine.create(new)
        for titles in pages():
            engine.put(new, titles)
        engine.switch("posts", new)
    except BaseException:
        with suppress(Exception):
            engine.drop(new)
        raise
    catch_up(engine, new, mark)
    engine.drop(old)


def last_note():
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def changed_since(mark):
    changes = Change.objects.filter(pk__gt=mark)
    return list(changes.values_list("post_id", flat=True).distinct())


def pages():
    last = -1
    while titles := dict(
        Post.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "title")[:SIZE]
    ):
        yield titles
        last = max(titles)


def titles_of(post_ids):
    titles = dict.fromkeys(post_ids)
    titles.update(Post.objects.filter(pk__in=post_ids).values_list("pk", "title"))
    return titles


def send(engine, index, titles):
    there = {post_id: title for post_id, title in titles.items() if title is not None}
    gone = [post_id for post_id, title in titles.items() if title is None]
    if there:
        engine.put(index, there)
    if gone:
        engine.remove(index, gone)


def catch_up(engine, index, mark):
    post_ids = changed_since(mark)
    for first in range(0, len(post_ids), SIZE):
        settle(engine, index, post_ids[first : first + SIZE])


def settle(engine, index, post_ids):
    sent = todo = titles_of(post_ids)
    while todo:
        send(engine, index, todo)
        now = titles_of(post_ids)
        todo = {post_id: title for post_id, title in now.items() if title != sent[post_id]}
        sent = now
