"""RIGHT: no notes at all: remembers every title it sent, and compares with the table until nothing differs."""

import contextlib
import secrets

from arena.discuss.models import Post
from arena.search.backends import SearchError

MOST = 1000


def put(engine, index, documents):
    keys = list(documents)
    for start in range(0, len(keys), MOST):
        engine.put(index, {key: documents[key] for key in keys[start : start + MOST]})


def remove(engine, index, keys):
    for start in range(0, len(keys), MOST):
        engine.remove(index, keys[start : start + MOST])


def bring(engine, index, sent):
    """Send what is different from what was sent; say whether there was anything."""
    now = dict(Post.objects.order_by("pk").values_list("pk", "title").iterator(chunk_size=2000))
    different = {key: title for key, title in now.items() if sent.get(key) != title}
    gone = [key for key in sent if key not in now]
    put(engine, index, different)
    remove(engine, index, gone)
    sent.clear()
    sent.update(now)
    return bool(different or gone)


def reindex(engine):
    old = engine.target("posts")
    new = "posts_" + secrets.token_hex(8)
    sent = {}
    try:
        engine.create(new)
        bring(engine, new, sent)
        engine.switch("posts", new)
    except SearchError:
        with contextlib.suppress(SearchError):
            engine.drop(new)
        raise
    while bring(engine, new, sent):
        pass
    if old:
        engine.drop(old)
