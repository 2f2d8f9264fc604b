"""again: there are two fixed names, and the new index gets the one that is free.

After a run that was killed before its switch, that index still exists: create() raises SearchError in the next run.
"""

from contextlib import suppress
from itertools import islice

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def reindex(engine):
    seen, old = set(), engine.target("posts")
    new = "posts_b" if old == "posts_a" else "posts_a"
    changed(seen)
    try:
        engine.create(new)
        posts, last = Post.objects.order_by("pk").values_list("pk", "title"), -1
        while batch := dict(posts.filter(pk__gt=last)[:1000]):
            engine.put(new, batch)
            last = max(batch)
            if len(batch) < 1000:
                break
        copy(engine, new, changed(seen))
        engine.switch("posts", new)
    except BaseException:
        with suppress(SearchError):
            if engine.target("posts") != new:
                engine.drop(new)
        raise
    todo = changed(seen)
    while todo:
        copy(engine, new, todo)
        todo = todo & changed(seen)
    if old:
        engine.drop(old)


def changed(seen):
    """Return the posts of all changes that are not in `seen`, and put these there."""
    fresh = {pk: post for pk, post in Change.objects.values_list("pk", "post_id") if pk not in seen}
    seen.update(fresh)
    return {*fresh.values()}


def copy(engine, index, keys):
    left = iter(keys)
    while part := [*islice(left, 1000)]:
        found = dict(Post.objects.filter(pk__in=part).values_list("pk", "title"))
        if found:
            engine.put(index, found)
        if len(found) < len(part):
            engine.remove(index, [pk for pk in part if pk not in found])
