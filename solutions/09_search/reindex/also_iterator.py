"""One query with a server-side cursor, two names that take turns, and all notes sent again.

The notes of all time are sent, in passes that end when a pass finds the notes of the one before.
"""

from itertools import islice

from arena.discuss.models import Post
from arena.search.models import Change

NAMES = ("posts-a", "posts-b")


def reindex(engine):
    old = engine.target("posts")
    new = NAMES[1] if old == NAMES[0] else NAMES[0]
    if new in engine.indexes():
        engine.drop(new)  # of a run that was killed
    try:
        engine.create(new)
        rows = Post.objects.values_list("pk", "title").iterator(chunk_size=1000)
        while batch := dict(islice(rows, 1000)):
            engine.put(new, batch)
        seen = send_notes(engine, new, None)
        engine.switch("posts", new)
    except Exception:
        if new in engine.indexes():
            engine.drop(new)
        raise
    send_notes(engine, new, seen)
    engine.drop(old)


def send_notes(engine, index, seen):
    while (notes := set(Change.objects.values_list("pk", "post_id"))) != seen:
        seen = notes
        keys = sorted({key for _, key in notes})
        for start in range(0, len(keys), 1000):
            some = keys[start : start + 1000]
            posts = Post.objects.in_bulk(some)
            engine.put(index, {key: post.title for key, post in posts.items()})
            engine.remove(index, [key for key in some if key not in posts])
    return seen
