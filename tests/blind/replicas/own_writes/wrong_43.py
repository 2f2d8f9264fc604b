"""cookie: "²" is a digit, but not a number.

str.isdigit() is true for superscripts and int() refuses them: with the cookie has_written=² (or with
5,000 digits) each page is a ValueError.
"""

import time
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
        stamp = request.COOKIES.get(COOKIE, "")
        wrote = stamp.isdigit() and time.time() - int(stamp) < SECONDS
        token = on_primary.set(wrote)
        watch = connections["default"].execute_wrapper(has_written) if writes else nullcontext()
        try:
            with watch:
                response = get_response(request)
        finally:
            on_primary.reset(token)
        if writes:  # also if it is an error: it may have written before
            response.set_cookie(
                COOKIE, int(time.time()), max_age=SECONDS, httponly=True, samesite="Lax"
            )
        return response

    return respond
