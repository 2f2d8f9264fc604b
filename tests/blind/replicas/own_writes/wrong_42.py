"""back: each page renews the cookie.

A browser that asks for a page every minute or so, and never posts again, stays on the primary: five
minutes after its POST, and for as long as it goes on.
"""

from contextlib import nullcontext
from contextvars import ContextVar

from django.db import connections

COOKIE = "has_written"
SECONDS = 120
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}

# Of this thread, and only while it answers one request.
on_primary = ContextVar("on_primary", default=False)


def has_written(execute, sql, params, many, context):
    """Read from the primary from now on: this request has done something there."""
    on_primary.set(True)
    return execute(sql, params, many, context)


class Router:
    def db_for_read(self, model, **hints):
        if on_primary.get() or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
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
        watch = connections["default"].execute_wrapper(has_written) if writes else nullcontext()
        try:
            with watch:
                response = get_response(request)
        finally:
            on_primary.reset(token)
        if writes or wrote is not None:  # still busy here
            response.set_signed_cookie(
                COOKIE, "1", max_age=SECONDS, httponly=True, samesite="Lax"
            )
        return response

    return respond
