"""Right: reads go back as soon as the replica has replayed the browser's writes, and after two
minutes in any case.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections

pinned = ContextVar("pinned", default=False)


@contextmanager
def reads_on_primary(wanted):
    token = pinned.set(wanted)
    try:
        yield
    finally:
        pinned.reset(token)


def chunks_on_primary(chunks):
    chunks = iter(chunks)
    while True:
        with reads_on_primary(True):
            try:
                chunk = next(chunks)
            except StopIteration:
                return
        yield chunk


class Router:
    def db_for_read(self, model, **hints):
        if pinned.get() or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


COOKIE = "lsn"
SALT = "arena.lsn"
SECONDS = 120


def position_now():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        return cursor.fetchone()[0]


def replica_has(position):
    with connections["replica"].cursor() as cursor:
        # NULL where the server replays nothing: then only the time counts.
        cursor.execute("SELECT coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)", [position])
        return cursor.fetchone()[0]


def middleware(get_response):
    def respond(request):
        post = request.method == "POST"
        own = post
        if not post:
            # Only positions that this site has signed reach the database.
            position = request.get_signed_cookie(COOKIE, None, salt=SALT, max_age=SECONDS)
            own = position is not None and not replica_has(position)
        with reads_on_primary(own):
            response = get_response(request)
        if own and response.streaming and not response.is_async:
            response.streaming_content = chunks_on_primary(response.streaming_content)
        if post:
            response.set_signed_cookie(COOKIE, position_now(), salt=SALT, max_age=SECONDS)
        return response

    return respond
