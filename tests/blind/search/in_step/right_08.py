"""Raw SQL: the change and its note are one statement; one advisory lock per post that nobody waits for.

Who doesn't get the lock leaves the note to the one who has it, who looks for notes again after it
has let go. Nobody holds a lock of a row while the engine works.
"""

import threading

from django.db import connection, transaction

from arena.search.backends import SearchError

SPACE = 0x1DE7 << 48  # our part of the numbers of advisory locks
AT_ONCE = 500

here = threading.local()  # PostgreSQL lets a session take its own locks again; we don't

RENAME = """
WITH changed AS (UPDATE discuss_post SET title = %s WHERE id = %s RETURNING id)
INSERT INTO search_change (post_id) SELECT id FROM changed
"""


def rows(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def rename(engine, post_id, title):
    with transaction.atomic():
        if rows(RENAME, [title, post_id]):
            transaction.on_commit(lambda: quietly(engine, post_id))


def delete(engine, post_id):
    from arena.discuss.models import Post

    with transaction.atomic():
        if Post.objects.filter(pk=post_id).delete()[0]:
            rows("INSERT INTO search_change (post_id) VALUES (%s)", [post_id])
            transaction.on_commit(lambda: quietly(engine, post_id))


def quietly(engine, post_id):
    try:
        follow(engine, [post_id])
    except SearchError:
        pass


def follow(engine, post_ids):
    """Work off the notes of these posts, but those of posts that somebody else is at."""
    held = here.__dict__.setdefault("held", set())
    while post_ids := [post_id for post_id in post_ids if post_id not in held]:
        mine = [
            post_id
            for post_id, is_mine in rows(
                "SELECT id, pg_try_advisory_lock(%s + id) FROM unnest(%s::bigint[]) AS id",
                [SPACE, post_ids],
            )
            if is_mine
        ]
        if not mine:
            return
        held.update(mine)
        try:
            work_off(engine, mine)
        finally:
            held.difference_update(mine)
            rows(
                "SELECT pg_advisory_unlock(%s + id) FROM unnest(%s::bigint[]) AS id", [SPACE, mine]
            )
        # Notes that came while the lock was held: their writers have gone.
        post_ids = [
            row[0]
            for row in rows("SELECT DISTINCT post_id FROM search_change WHERE post_id = ANY(%s)", [mine])
        ]


def work_off(engine, post_ids):
    notes = rows("SELECT id, post_id FROM search_change WHERE post_id = ANY(%s)", [post_ids])
    noted = sorted({post_id for _, post_id in notes})
    if not noted:
        return
    titles = dict(rows("SELECT id, title FROM discuss_post WHERE id = ANY(%s)", [noted]))
    gone = [post_id for post_id in noted if post_id not in titles]
    if titles:
        engine.put("posts", titles)
    if gone:
        engine.remove("posts", gone)
    rows("DELETE FROM search_change WHERE id = ANY(%s)", [[key for key, _ in notes]])


def catch_up(engine):
    """Cron runs this every minute."""
    last = -1
    while True:
        post_ids = [
            row[0]
            for row in rows(
                "SELECT DISTINCT post_id FROM search_change WHERE post_id > %s "
                "ORDER BY post_id LIMIT %s",
                [last, AT_ONCE],
            )
        ]
        if not post_ids:
            return
        follow(engine, post_ids)
        last = post_ids[-1]
