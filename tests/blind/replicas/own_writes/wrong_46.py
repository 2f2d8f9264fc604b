"""own: only what asks the router counts as a write.

If the view of a POST writes with a cursor, or with using("default") or db_manager("default"), what it
reads afterwards comes from the replica, without that.
"""

from contextvars import ContextVar

from django.db import connections

COOKIE = "has_written"
SECONDS = 120
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}

# Of this thread, and only while it answers one request.
on_primary = ContextVar("on_primary", default=False)


class Router:
    def db_for_read(self, model, **hints):
        if on_primary.get() or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        on_primary.set(True)  # from now on, for this request
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        writes = request.method not in SAFE
        wrote = request.get_signed_cookie(COOKIE, default=None, max_age=SECONDS)
        token = on_primary.set(wrote is not None)
        try:
            response = get_response(request)
        finally:
            on_primary.reset(token)
        if writes:  # also if it is an error: it may have written before
            response.set_signed_cookie(
                COOKIE, "1", max_age=SECONDS, httponly=True, samesite="Lax"
            )
        return response

    return respond
