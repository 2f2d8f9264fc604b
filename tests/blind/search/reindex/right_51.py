"""New index, changes of transactions not finished at the start, the switch, and the changes again until none raced."""

from contextlib import suppress
from uuid import uuid4

from django.db import connection

from arena.discuss.models import Post
from arena.search.backends import SearchError

SIZE = 1000
MARK = "SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text"
# A number alone would miss a Change that got a lower one but was committed later.
CHANGES = """
    SELECT c.id, c.post_id, p.title
    FROM search_change c LEFT JOIN discuss_post p ON p.id = c.post_id
    WHERE age(c.xmin) <= age(%s::xid)
"""


def reindex(engine):
    mark = ask(MARK)[0][0]
    old = engine.target("posts")
    new = f"posts_{uuid4().hex}"
    seen = set()
    try:
        engine.create(new)
        fill(engine, new)
        apply(engine, new, changes(mark, seen))
        engine.switch("posts", new)
    except BaseException:
        with suppress(SearchError):
            if engine.target("posts") != new:
                engine.drop(new)
        raise
    todo = changes(mark, seen)
    while todo:
        apply(engine, new, todo)
        # Only a post that was written just now can have lost what its writer put.
        todo = {pk: title for pk, title in changes(mark, seen).items() if pk in todo}
    if old is not None:
        engine.drop(old)


def fill(engine, index):
    last = 0
    posts = Post.objects.order_by("pk").values_list("pk", "title")
    while batch := dict(posts.filter(pk__gt=last)[:SIZE]):
        engine.put(index, batch)
        last = max(batch)
        if len(batch) < SIZE:
            return


def changes(mark, seen):
    """Return {post: its title now, or None if it is gone} of the changes that were not seen before."""
    rows = [row for row in ask(CHANGES, [mark]) if row[0] not in seen]
    seen.update(pk for pk, _, _ in rows)
    return {post: title for _, post, title in rows}


def apply(engine, index, posts):
    there = [(pk, title) for pk, title in posts.items() if title is not None]
    gone = [pk for pk, title in posts.items() if title is None]
    for start in range(0, len(there), SIZE):
        engine.put(index, dict(there[start : start + SIZE]))
    for start in range(0, len(gone), SIZE):
        engine.remove(index, gone[start : start + SIZE])


def ask(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
