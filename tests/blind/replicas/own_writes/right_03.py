"""Right: the time of the last POST in a plain cookie, whose every value is survived."""

import time
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


def is_recent(text):
    try:
        age = time.time() - float(text)
    except (TypeError, ValueError, OverflowError):
        return False
    # Clocks of two servers differ a little; nan is neither more nor less than anything.
    return -60 < age < 150


def middleware(get_response):
    def respond(request):
        wrote = request.method not in ("GET", "HEAD", "OPTIONS", "TRACE")
        own = wrote or is_recent(request.COOKIES.get("wrote_at"))
        with reads_on_primary(own):
            response = get_response(request)
        if own and response.streaming and not response.is_async:
            response.streaming_content = chunks_on_primary(response.streaming_content)
        if wrote:
            # The time after the write, not of the request's beginning.
            response.set_cookie("wrote_at", f"{time.time():.0f}", max_age=240)
        return response

    return respond
