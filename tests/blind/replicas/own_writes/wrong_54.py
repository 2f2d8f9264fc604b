"""back

The cookie is renewed by each response as long as it counts: a browser that reads a page every minute or two never reads from
the replica again, even hours after its last POST.
"""

import threading

from django.db import connections

COOKIE = "wrote"
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
        wrote = request.get_signed_cookie(COOKIE, default=None, max_age=SECONDS)
        local.own = wrote is not None
        local.is_post = request.method == "POST"
        try:
            response = get_response(request)
            pinned = local.own or local.is_post
        finally:
            local.own = local.is_post = False
        if pinned:
            response.set_signed_cookie(COOKIE, "1", max_age=SECONDS, httponly=True, samesite="Lax")
        return response

    return respond
