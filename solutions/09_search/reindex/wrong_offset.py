"""Pages by number: when a post of an earlier page is deleted, the next page begins one post later.

Breaks: searches
Fails: size
"""

from uuid import uuid4

from django.core.paginator import Paginator

from arena.discuss.models import Post
from arena.search.models import Change

BATCH = 500


def reindex(engine):
    old, new = engine.target("posts"), f"posts-{uuid4().hex}"
    seen = set(Change.objects.values_list("pk", flat=True))  # before the first post is read
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
    for page in Paginator(Post.objects.order_by("pk").values_list("pk", "title"), BATCH):
        engine.put(index, dict(page))


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
