"""The cookie holds the time until which it counts, and the server checks it too; a list in a context variable pins a request."""

import time
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections

PINNED_FOR = 100.0
pinned = ContextVar("pinned", default=None)


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


@contextmanager
def reading(pin):
    """Read from the primary, inside, whenever the list has something in it."""
    token = pinned.set(pin)
    try:
        yield
    finally:
        pinned.reset(token)


@contextmanager
def watching(pin):
    """Put something into the list as soon as the primary is told anything but to read."""
    reads = "select", "savepoint", "release savepoint", "rollback to savepoint"

    def wrapper(execute, sql, params, many, context):
        if not str(sql).lstrip().lower().startswith(reads):
            pin.append(sql)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(wrapper):
        yield


def pin_of(request):
    try:
        until = float(request.COOKIES["reads_own_until"])
    except (KeyError, ValueError):
        return []
    # Neither nan nor a time in the far future passes.
    return ["cookie"] if 0 < until - time.time() <= PINNED_FOR + 30 else []


def middleware(get_response):
    def respond(request):
        pin = pin_of(request)
        with reading(pin):
            if request.method != "POST":
                return get_response(request)
            with watching(pin):
                response = get_response(request)
        response.set_cookie(
            "reads_own_until",
            f"{time.time() + PINNED_FOR:.0f}",
            max_age=int(PINNED_FOR),
            httponly=True,
        )
        return response

    return respond
