"""Right: django.core.signing, with an age that the server checks."""

from django.core import signing
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


signer = signing.TimestampSigner(salt="own writes")


def has_written(request):
    try:
        signer.unsign(request.COOKIES.get("w", ""), max_age=120)
    except signing.BadSignature:  # SignatureExpired is one.
        return False
    return True


def middleware(get_response):
    def respond(request):
        if request.method == "POST":
            with reads_on_primary(True):
                response = get_response(request)
            response.set_cookie("w", signer.sign("1"), max_age=120, path="/")
        elif has_written(request):
            with reads_on_primary(True):
                response = get_response(request)
        else:
            with reads_on_primary(False):
                return get_response(request)
        if response.streaming and not response.is_async:
            response.streaming_content = chunks_on_primary(response.streaming_content)
        return response

    return respond
