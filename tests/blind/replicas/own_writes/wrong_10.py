"""Wrong (others): one variable for all threads of a process: while a browser that wrote is answered,
the others read from the primary, and the first of them that is ready sends it to the replica.
"""

import time

from django.core import signing
from django.db import connections


class Router:
    reads_own = False

    def db_for_read(self, model, **hints):
        if Router.reads_own:
            return "default"
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def wrote_at(request):
    try:
        return signing.loads(request.COOKIES.get("wrote", ""), salt="arena.wrote")
    except (ValueError, signing.BadSignature):
        return 0


def middleware(get_response):
    def respond(request):
        Router.reads_own = request.method == "POST" or time.time() - wrote_at(request) < 120
        try:
            response = get_response(request)
        finally:
            Router.reads_own = False
        if request.method == "POST":
            value = signing.dumps(time.time(), salt="arena.wrote")
            response.set_cookie("wrote", value, max_age=120, httponly=True)
        return response

    return respond
