"""The snapshot itself is the mark: PostgreSQL says which notes it did not see.

The posts come from one server-side cursor; an ExitStack undoes what was begun.
"""

from contextlib import ExitStack, suppress
from itertools import islice
from secrets import token_hex

from django.db import connection

from arena.discuss.models import Post
from arena.search.models import Change

MANY = 1000

UNSEEN = """
SELECT DISTINCT post_id FROM (
    SELECT post_id, age(xmin) AS old FROM {}
) AS note
WHERE old <= (SELECT age(pg_snapshot_xmin(%s::pg_snapshot)::xid))
"""


def chunks(items):
    items = iter(items)
    while some := list(islice(items, MANY)):
        yield some


def snapshot():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return cursor.fetchone()[0]


def unseen(taken):
    with connection.cursor() as cursor:
        cursor.execute(UNSEEN.format(connection.ops.quote_name(Change._meta.db_table)), [taken])
        return [post_id for (post_id,) in cursor.fetchall()]


def reindex(engine):
    old = engine.target("posts")
    new = f"posts_{token_hex(12)}"
    taken = snapshot()
    with ExitStack() as stack:
        stack.callback(clean_up, engine, new)
        engine.create(new)
        posts = Post.objects.order_by("pk").values_list("pk", "title")
        for some in chunks(posts.iterator(chunk_size=MANY)):
            engine.put(new, dict(some))
        engine.switch("posts", new)
        stack.pop_all()
    for post_ids in chunks(unseen(taken)):
        follow(engine, new, post_ids)
    engine.drop(old)


def clean_up(engine, new):
    with suppress(Exception):
        if engine.target("posts") != new:
            engine.drop(new)


def follow(engine, index, post_ids):
    known = {}
    while True:
        found = dict(Post.objects.filter(pk__in=post_ids).values_list("pk", "title"))
        titles = {post_id: found.get(post_id) for post_id in post_ids}
        if titles == known:
            return
        fresh = [key for key in post_ids if key not in known or known[key] != titles[key]]
        if put := {key: titles[key] for key in fresh if titles[key] is not None}:
            engine.put(index, put)
        if remove := [key for key in fresh if titles[key] is None]:
            engine.remove(index, remove)
        known = titles
