"""Wrong: others. The thread is never set back after a POST: the next request in it, of another
browser, reads from the primary.
"""

import threading

from django.db import connections

local = threading.local()


class Router:
    def db_for_read(self, model, **hints):
        if getattr(local, "own", False):
            return "default"
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        local.own = True
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        post = request.method == "POST"
        if post or "wrote" in request.COOKIES:
            local.own = True
        response = get_response(request)
        if post:
            response.set_cookie("wrote", "1", max_age=120)
        return response

    return respond
