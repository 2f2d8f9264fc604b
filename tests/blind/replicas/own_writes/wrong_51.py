"""own

The time of the last POST is kept in the session, whose row is itself read from the replica: while that is behind, the next GET
finds the old session (or none), and the browser does not see its own comment.
"""

import threading
import time

from django.db import connections

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
        try:
            wrote_at = request.session.get("wrote_at", 0)
            local.own = time.time() - wrote_at < SECONDS
            local.is_post = request.method == "POST"
            response = get_response(request)
            if local.is_post:
                request.session["wrote_at"] = time.time()
            return response
        finally:
            local.own = local.is_post = False

    return respond
