"""RIGHT: a beginner's: keeps the keys of all notes in a set; whatever is not in it is new, whenever it got its number."""

import time
import uuid

from arena.discuss.models import Post
from arena.search.backends import SearchError
from arena.search.models import Change


def reindex(engine):
    old = engine.target("posts")
    new = "posts-" + time.strftime("%Y%m%d") + "-" + uuid.uuid4().hex

    # Before the first post is read.
    seen = set(Change.objects.values_list("pk", flat=True))

    try:
        engine.create(new)
        documents = {}
        for pk, title in Post.objects.values_list("pk", "title"):
            documents[pk] = title
            if len(documents) == 1000:
                engine.put(new, documents)
                documents = {}
        if documents:
            engine.put(new, documents)
        engine.switch("posts", new)
    except SearchError as error:
        try:
            engine.drop(new)
        except SearchError:
            pass
        raise error

    while True:
        fresh = {}
        for pk, post_id in Change.objects.values_list("pk", "post_id"):
            if pk not in seen:
                fresh[pk] = post_id
        if not fresh:
            break
        seen.update(fresh)
        keys = sorted(set(fresh.values()))
        for start in range(0, len(keys), 1000):
            some = keys[start : start + 1000]
            titles = {}
            for pk, title in Post.objects.filter(pk__in=some).values_list("pk", "title"):
                titles[pk] = title
            gone = []
            for key in some:
                if key not in titles:
                    gone.append(key)
            if titles:
                engine.put(new, titles)
            if gone:
                engine.remove(new, gone)

    if old is not None:
        engine.drop(old)
