"""writes: the repair looks again for newer titles, but not for posts that were deleted meanwhile.
Shows when a post that was changed during the run is deleted and removed from the index between the
repair's reading and its put(): the index keeps a post that the database does not have.
"""

from contextlib import suppress
from uuid import uuid4

from django.db import connection

from arena.discuss.models import Post
from arena.search.backends import SearchError

CHUNK = 1_000
OURS = "posts_reindexed_"

LOCK = "SELECT pg_advisory_lock(hashtext('arena reindex posts'))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('arena reindex posts'))"
# Whatever is not committed now has this number or a later one.
BEGIN = "SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text"
# Keys of notes would not do: a lower one may be committed later.
NOTED = "SELECT DISTINCT post_id FROM search_change WHERE age(xmin) <= age(%s::xid)"


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [value for (value,) in cursor.fetchall()]


def reindex(engine):
    ask(LOCK)
    try:
        build(engine)
    finally:
        ask(UNLOCK)


def build(engine):
    old, new = engine.target("posts"), OURS + uuid4().hex
    for rest in engine.indexes():  # of runs that were killed: nobody else is here
        if rest.startswith(OURS) and rest != old:
            engine.drop(rest)
    [begin] = ask(BEGIN)
    switched = False
    try:
        engine.create(new)
        posts = Post.objects.order_by("pk")
        rows = list(posts.values_list("pk", "title")[:CHUNK])
        while rows:
            engine.put(new, dict(rows))
            last = rows[-1][0]
            rows = list(posts.filter(pk__gt=last).values_list("pk", "title")[:CHUNK])
        engine.switch("posts", new)
        switched = True
    finally:
        if not switched:
            with suppress(SearchError):
                if engine.target("posts") != new:
                    engine.drop(new)

    changed = ask(NOTED, begin)
    for start in range(0, len(changed), CHUNK):
        bring_up_to_date(engine, new, changed[start : start + CHUNK])
    if old is not None:
        engine.drop(old)


def bring_up_to_date(engine, index, keys):
    """Send posts until the database has, after that, what was sent: writers send theirs meanwhile."""
    titles = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
    while keys:
        if documents := {pk: titles[pk] for pk in keys if pk in titles}:
            engine.put(index, documents)
        if gone := [pk for pk in keys if pk not in titles]:
            engine.remove(index, gone)
        now = dict(Post.objects.filter(pk__in=keys).values_list("pk", "title"))
        keys = [pk for pk in now if now[pk] != titles.get(pk)]
        titles = now
