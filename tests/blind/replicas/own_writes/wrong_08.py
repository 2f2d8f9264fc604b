"""Wrong: router. Outside of a browser's own two minutes, what a transaction reads comes from the
replica again.
"""

from contextlib import contextmanager
from contextvars import ContextVar

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
        return "default" if pinned.get() else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        post = request.method == "POST"
        own = post or "wrote" in request.COOKIES
        with reads_on_primary(own):
            response = get_response(request)
        if own and response.streaming and not response.is_async:
            response.streaming_content = chunks_on_primary(response.streaming_content)
        if post:
            response.set_cookie("wrote", "1", max_age=120)
        return response

    return respond
