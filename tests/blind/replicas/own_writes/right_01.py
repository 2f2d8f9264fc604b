"""Right: a cookie that lasts two minutes, and a context variable."""

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


COOKIE = "wrote"
SECONDS = 120


def middleware(get_response):
    def respond(request):
        writes = request.method == "POST"
        on_primary = writes or COOKIE in request.COOKIES
        with reads_on_primary(on_primary):
            response = get_response(request)
        if on_primary and response.streaming and not response.is_async:
            response.streaming_content = chunks_on_primary(response.streaming_content)
        if writes:
            response.set_cookie(COOKIE, "1", max_age=SECONDS, httponly=True, samesite="Lax")
        return response

    return respond
