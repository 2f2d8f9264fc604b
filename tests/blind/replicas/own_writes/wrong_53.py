"""cookie

The cookie is taken for a number as it comes: with a made-up value such as "abc" float() raises ValueError, and the visitor gets
status 500 on each page.
"""

import threading
import time

from django.db import connections

COOKIE = "wrote_at"
SECONDS = 120


class Local(threading.local):
    own = False
    is_post = False


local = Local()


class Router:
    def db_for_read(self, model, **hints):
        if local.own or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        if local.is_post:
            local.own = True
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        wrote_at = float(request.COOKIES.get(COOKIE, 0))
        local.own = time.time() - wrote_at < SECONDS
        local.is_post = request.method == "POST"
        try:
            response = get_response(request)
        finally:
            local.own = local.is_post = False
        if request.method == "POST":
            response.set_cookie(COOKIE, time.time(), max_age=SECONDS, httponly=True, samesite="Lax")
        return response

    return respond
