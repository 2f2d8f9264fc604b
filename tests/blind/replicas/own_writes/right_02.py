"""Right: a signed cookie with a time stamp, checked by the server too; thread-local state."""

import threading

from django.db import connections

state = threading.local()


class Router:
    def db_for_read(self, model, **hints):
        if getattr(state, "on_primary", False):
            return "default"
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


NAME, SALT, AGE = "own_writes", "arena.own_writes", 180


def run(on_primary, function, *args):
    before = getattr(state, "on_primary", False)
    state.on_primary = on_primary
    try:
        return function(*args)
    finally:
        state.on_primary = before


def stream(chunks):
    chunks, end = iter(chunks), object()
    while (chunk := run(True, next, chunks, end)) is not end:
        yield chunk


def middleware(get_response):
    def respond(request):
        posts = request.method == "POST"
        on_primary = posts
        if not posts:
            # With a default, a bad or an old signature is no error.
            signed = request.get_signed_cookie(NAME, default=None, salt=SALT, max_age=AGE)
            on_primary = signed is not None
        response = run(on_primary, get_response, request)
        if on_primary and response.streaming and not response.is_async:
            response.streaming_content = stream(response.streaming_content)
        if posts:
            response.set_signed_cookie(NAME, "1", salt=SALT, max_age=AGE, httponly=True)
        return response

    return respond
