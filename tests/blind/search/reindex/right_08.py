"""Notes: all that were committed after the first look, by the number of their transaction.

A note with a low key may be committed late, so keys are no mark. The oldest transaction that is
still open when the new index is begun is one.
"""

import uuid

from django.db import connection

SIZE = 1000


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def reindex(engine):
    old = engine.target("posts")
    new = "posts_" + uuid.uuid4().hex
    [(mark,)] = ask("SELECT pg_snapshot_xmin(pg_current_snapshot())::xid::text")
    switched = False
    try:
        engine.create(new)
        last = -(2**63)
        while True:
            page = ask(
                "SELECT id, title FROM discuss_post WHERE id > %s ORDER BY id LIMIT %s", last, SIZE
            )
            if page:
                engine.put(new, dict(page))
                last = page[-1][0]
            if len(page) < SIZE:
                break
        engine.switch("posts", new)
        switched = True
        send_changes(engine, new, mark)
        engine.drop(old)
    except BaseException:
        if not switched:
            give_up(engine, new)
        raise


def give_up(engine, new):
    try:
        if engine.target("posts") != new:
            engine.drop(new)
    except Exception:
        pass  # the engine is down: the first error tells more


def send_changes(engine, index, mark):
    changed = ask(
        "SELECT DISTINCT post_id FROM search_change WHERE age(xmin) <= age(%s::xid)", mark
    )
    keys = [key for (key,) in changed]
    for first in range(0, len(keys), SIZE):
        some = keys[first : first + SIZE]
        now = titles_of(some)
        todo = now
        while todo:
            put = {key: title for key, title in todo.items() if title is not None}
            remove = [key for key in todo if todo[key] is None]
            if put:
                engine.put(index, put)
            if remove:
                engine.remove(index, remove)
            # A writer may have changed and put it between our look and our call.
            before, now = now, titles_of(some)
            todo = {key: now[key] for key in some if now[key] != before[key]}


def titles_of(keys):
    titles = dict.fromkeys(keys)
    titles.update(ask("SELECT id, title FROM discuss_post WHERE id = ANY(%s)", keys))
    return titles
