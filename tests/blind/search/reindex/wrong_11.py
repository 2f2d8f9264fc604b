"""Breaks "writes": after the switch, changed posts are read and put once.

A writer that commits between that look and the call has put into the new index by itself; the
call then overwrites its title with the older one, or brings back a post that it removed.
"""

from contextlib import suppress
from uuid import uuid4

from django.db import connection

from arena.discuss.models import Post

SIZE = 1000


def reindex(engine):
    old = engine.target("posts")
    new = f"posts_{uuid4().hex}"
    mark = oldest_open()
    try:
        engine.create(new)
        for titles in pages():
            engine.put(new, titles)
        engine.switch("posts", new)
    except BaseException:
        with suppress(Exception):
            engine.drop(new)
        raise
    catch_up(engine, new, mark)
    engine.drop(old)


def oldest_open():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text")
        return cursor.fetchone()[0]


def changed_since(mark):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT post_id FROM search_change WHERE age(xmin) <= age(%s::xid)", [mark]
        )
        return [post_id for (post_id,) in cursor.fetchall()]


def pages():
    last = -1
    while titles := dict(
        Post.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "title")[:SIZE]
    ):
        yield titles
        last = max(titles)


def titles_of(post_ids):
    titles = dict.fromkeys(post_ids)
    titles.update(Post.objects.filter(pk__in=post_ids).values_list("pk", "title"))
    return titles


def send(engine, index, titles):
    there = {post_id: title for post_id, title in titles.items() if title is not None}
    gone = [post_id for post_id, title in titles.items() if title is None]
    if there:
        engine.put(index, there)
    if gone:
        engine.remove(index, gone)


def catch_up(engine, index, mark):
    post_ids = changed_since(mark)
    for first in range(0, len(post_ids), SIZE):
        send(engine, index, titles_of(post_ids[first : first + SIZE]))
