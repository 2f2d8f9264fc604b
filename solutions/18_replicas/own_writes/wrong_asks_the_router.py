"""Only what asks the router counts as a write. SQL by hand asks nobody.

Breaks: own
Fails: own
"""

from threading import local

from django.core import signing
from django.db import connections

COOKIE, SECONDS = "wrote", 200


class State(local):
    reads_from_primary = wrote = False


state = State()


class Router:
    def db_for_read(self, model, **hints):
        if state.reads_from_primary or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        state.reads_from_primary = state.wrote = True
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        state.wrote = False
        try:
            request.get_signed_cookie(COOKIE, max_age=SECONDS)
            state.reads_from_primary = True
        except (KeyError, signing.BadSignature):
            state.reads_from_primary = False
        try:
            response = get_response(request)
            if state.wrote:
                response.set_signed_cookie(COOKIE, "1", max_age=SECONDS)
            return response
        finally:
            state.reads_from_primary = state.wrote = False

    return respond
