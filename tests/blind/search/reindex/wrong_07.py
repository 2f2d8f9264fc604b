"""WRONG: no waiting: locks the tables against writers until the alias is switched."""

from contextlib import suppress
from uuid import uuid4

from django.db import connection, transaction

from arena.discuss.models import Post
from arena.search.backends import SearchError

SIZE = 1_000


def batches():
    last = None
    while True:
        posts = Post.objects.order_by("pk")
        if last is not None:
            posts = posts.filter(pk__gt=last)
        batch = list(posts.values_list("pk", "title")[:SIZE])
        if batch:
            yield dict(batch)
        if len(batch) < SIZE:
            return
        last = batch[-1][0]


def reindex(engine):
    old = engine.target("posts")
    new = f"posts-{uuid4().hex}"
    try:
        engine.create(new)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE discuss_post, search_change IN SHARE MODE")
            for documents in batches():
                engine.put(new, documents)
            engine.switch("posts", new)
    except BaseException:
        with suppress(SearchError):
            engine.drop(new)
        raise
    if old is not None:
        engine.drop(old)
