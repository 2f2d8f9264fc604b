"""own: positions are compared as texts.

"0/FFFFF28" is greater than "0/10000A0" as a text, and less as a position. When the log of the primary
has just got another digit, a replica that is behind seems to have everything.
"""

import threading

from django.db import DatabaseError, connections

COOKIE = "log_end"
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
            cursor.execute("SELECT pg_last_wal_replay_lsn()")
            return str(cursor.fetchone()[0]) >= position
    except DatabaseError:
        return False


def needs_primary(request):
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
            if getattr(request, "session", None) is not None and request.session.modified:
                request.session.save()  # before the log's end is asked for
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
