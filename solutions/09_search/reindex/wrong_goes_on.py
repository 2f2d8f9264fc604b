"""It continues with the index that a killed run has left: what was deleted since then is in it.

Breaks: again
Fails: again
"""

from arena.discuss.models import Post
from arena.search.models import Change

BATCH = 500
NAMES = ("posts-a", "posts-b")


def reindex(engine):
    old = engine.target("posts")
    new = NAMES[old == NAMES[0]]
    seen = set(Change.objects.values_list("pk", flat=True))  # before the first post is read
    if new not in engine.indexes():
        engine.create(new)
    try:
        copy(engine, new)
        catch_up(engine, new, seen)
        engine.switch("posts", new)
    except BaseException:
        engine.drop(new)
        raise
    catch_up(engine, new, seen)  # writers went to the old index until the switch
    engine.drop(old)


def copy(engine, index):
    last = 0
    while titles := batch_after(last):
        engine.put(index, titles)
        last = max(titles)


def batch_after(key):
    posts = Post.objects.filter(pk__gt=key).order_by("pk")
    return dict(posts.values_list("pk", "title")[:BATCH])


def catch_up(engine, index, seen):
    """Send what has notes that were not seen yet, until there are none.

    A key greater than the last one is no proof of a new note: an older key may be committed later.
    """
    while notes := dict(Change.objects.exclude(pk__in=seen).values_list("pk", "post_id")[:BATCH]):
        changed = set(notes.values())
        titles = dict(Post.objects.filter(pk__in=changed).values_list("pk", "title"))
        engine.put(index, titles)
        engine.remove(index, changed - titles.keys())
        seen.update(notes)
