"""The cookie holds where the primary's log ended: after 75 seconds the replica is asked whether it has come as far."""

import threading

from django.db import DatabaseError, connections

COOKIE = "log_end"
# SessionMiddleware saves after this middleware, beyond the end that the cookie names.
ALWAYS = 75
AT_MOST = 24 * 60 * 60


class State(threading.local):
    on_primary = False


state = State()


def log_end():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        return str(cursor.fetchone()[0])


def has_replayed(position):
    try:
        with connections["replica"].cursor() as cursor:
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
            # None: it isn't in recovery, so there is nothing to wait for.
            return cursor.fetchone()[0] is not False
    except DatabaseError:
        return False


def needs_primary(request):
    if request.get_signed_cookie(COOKIE, default=None, max_age=ALWAYS) is not None:
        return True
    position = request.get_signed_cookie(COOKIE, default=None, max_age=AT_MOST)
    return position is not None and not has_replayed(position)


def notice(execute, *args):
    state.on_primary = True
    return execute(*args)


class Router:
    def db_for_read(self, model, **hints):
        if state.on_primary or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def answer(request):
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return get_response(request)
        with connections["default"].execute_wrapper(notice):
            response = get_response(request)
        response.set_signed_cookie(
            COOKIE, log_end(), max_age=AT_MOST, httponly=True, samesite="Lax"
        )
        return response

    def respond(request):
        before = state.on_primary
        state.on_primary = needs_primary(request)
        try:
            return answer(request)
        finally:
            state.on_primary = before

    return respond
