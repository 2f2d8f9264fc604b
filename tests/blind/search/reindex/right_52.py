"""The keys of all changes that are visible at the start are remembered; every other one is applied, before the switch and after it."""

import uuid

from django.db.models import OuterRef, Subquery

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change

BATCH = 1_000


def reindex(engine):
    seen = set(Change.objects.values_list("pk", flat=True))
    old = engine.target("posts")
    new = "posts-" + str(uuid.uuid4())
    switched = False
    try:
        engine.create(new)
        for documents in in_batches(Post.objects.order_by("pk").values_list("pk", "title").iterator(BATCH)):
            engine.put(new, dict(documents))
        write(engine, new, unseen(seen))
        engine.switch("posts", new)
        switched = True
    finally:
        if not switched:
            clean_up(engine, new)
    # From here on writers reach the new index. What they put while it was switched, or what this function overwrites, is repeated.
    posts = unseen(seen)
    while posts:
        write(engine, new, posts)
        again = unseen(seen)
        posts = {pk: again[pk] for pk in posts.keys() & again.keys()}
    if old:
        engine.drop(old)


def clean_up(engine, new):
    try:
        if engine.target("posts") != new:
            engine.drop(new)
    except SearchError:
        pass  # the first error is the one to report


def unseen(seen):
    """Look for changes by what is missing, not by the highest key: keys are not committed in order."""
    title = Post.objects.filter(pk=OuterRef("post_id")).values("title")
    rows = Change.objects.annotate(title=Subquery(title)).values_list("pk", "post_id", "title")
    fresh = [row for row in rows.iterator(10_000) if row[0] not in seen]
    seen.update(pk for pk, _, _ in fresh)
    return {post_id: title for _, post_id, title in fresh}


def write(engine, index, posts):
    for documents in in_batches((pk, title) for pk, title in posts.items() if title is not None):
        engine.put(index, dict(documents))
    for keys in in_batches(pk for pk, title in posts.items() if title is None):
        engine.remove(index, keys)


def in_batches(items):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
