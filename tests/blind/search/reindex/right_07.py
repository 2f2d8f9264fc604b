"""Read twice, and compare: what differs after the switch is sent again, until it differs no more.

No notes are needed for that, so it doesn't matter in which order they are committed.
"""

from contextlib import suppress
from uuid import uuid4

from arena.discuss.models import Post

ALIAS = "posts"
SIZE = 1000


def reindex(engine):
    old = engine.target(ALIAS)
    new = f"posts_{uuid4().hex}"
    sent = {}
    try:
        engine.create(new)
        for titles in pages():
            engine.put(new, titles)
            sent.update((post_id, hash(title)) for post_id, title in titles.items())
        engine.switch(ALIAS, new)
    except BaseException:
        with suppress(Exception):
            if engine.target(ALIAS) != new:  # else it was switched, although an answer was lost
                engine.drop(new)
        raise
    repair(engine, new, sent)
    engine.drop(old)


def pages():
    last = None
    while True:
        posts = Post.objects.order_by("pk")
        if last is not None:
            posts = posts.filter(pk__gt=last)
        titles = dict(posts.values_list("pk", "title")[:SIZE])
        if titles:
            yield titles
            last = max(titles)
        if len(titles) < SIZE:
            return


def repair(engine, index, sent):
    """Send what was changed before the switch: its writers may have put it into the old index."""
    todo = {}
    for titles in pages():
        for post_id, title in titles.items():
            if sent.pop(post_id, None) != hash(title):
                todo[post_id] = title
    todo.update(dict.fromkeys(sent))  # no longer there
    keys = list(todo)
    for first in range(0, len(keys), SIZE):
        settle(engine, index, {key: todo[key] for key in keys[first : first + SIZE]})


def settle(engine, index, titles):
    """Writers put into this index too: after each call, see whether it was still right."""
    unsent = titles
    while unsent:
        there = {post_id: title for post_id, title in unsent.items() if title is not None}
        gone = [post_id for post_id, title in unsent.items() if title is None]
        if there:
            engine.put(index, there)
        if gone:
            engine.remove(index, gone)
        now = dict.fromkeys(titles)
        now.update(Post.objects.filter(pk__in=list(titles)).values_list("pk", "title"))
        unsent = {post_id: now[post_id] for post_id in now if now[post_id] != titles[post_id]}
        titles = now
