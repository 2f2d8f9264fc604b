"""own

Only the cookie says what to read, and it comes with the response: a POST that shows the page itself, without a redirect, reads
from the replica after its write, and the first comment is missing there.
"""

import threading

from django.db import connections

COOKIE = "wrote"
SECONDS = 120


class Local(threading.local):
    own = False


local = Local()


class Router:
    def db_for_read(self, model, **hints):
        if local.own or connections["default"].in_atomic_block:
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
        wrote = request.get_signed_cookie(COOKIE, default=None, max_age=SECONDS)
        local.own = wrote is not None
        try:
            response = get_response(request)
        finally:
            local.own = False
        if request.method == "POST":
            response.set_signed_cookie(COOKIE, "1", max_age=SECONDS, httponly=True, samesite="Lax")
        return response

    return respond
