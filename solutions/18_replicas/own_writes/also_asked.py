"""What a POST sends to the primary is noted, SQL by hand too; the cookie is signed."""

from contextlib import nullcontext
from threading import local

from django.core import signing
from django.db import connections

COOKIE, SECONDS = "wrote", 200


class State(local):
    reads_from_primary = False


state = State()


class Router:
    def db_for_read(self, model, **hints):
        if state.reads_from_primary or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def note(execute, *arguments):
    state.reads_from_primary = True
    return execute(*arguments)


def noting(request):
    is_post = request.method == "POST"
    return connections["default"].execute_wrapper(note) if is_post else nullcontext()


def middleware(get_response):
    def respond(request):
        try:
            request.get_signed_cookie(COOKIE, max_age=SECONDS)
            state.reads_from_primary = True
        except (KeyError, signing.BadSignature):
            state.reads_from_primary = False
        try:
            with noting(request):
                response = get_response(request)
            if request.method == "POST":
                response.set_signed_cookie(COOKIE, "1", max_age=SECONDS)
            return response
        finally:
            state.reads_from_primary = False

    return respond
