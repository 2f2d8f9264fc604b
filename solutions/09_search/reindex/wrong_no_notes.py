"""What is changed while the posts are copied is in the old index, which is dropped.

Breaks: writes
Fails: writes
"""

from uuid import uuid4

from arena.discuss.models import Post

BATCH = 500


def reindex(engine):
    old, new = engine.target("posts"), f"posts-{uuid4().hex}"
    engine.create(new)
    try:
        copy(engine, new)
        engine.switch("posts", new)
    except BaseException:
        engine.drop(new)
        raise
    engine.drop(old)


def copy(engine, index):
    last = 0
    while titles := batch_after(last):
        engine.put(index, titles)
        last = max(titles)


def batch_after(key):
    posts = Post.objects.filter(pk__gt=key).order_by("pk")
    return dict(posts.values_list("pk", "title")[:BATCH])
