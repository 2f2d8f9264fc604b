"""The session that says so is itself read from the replica.

Breaks: own
Fails: own
"""

import time
from contextvars import ContextVar

from django.db import connections

SECONDS = 90
wrote = ContextVar("wrote", default=False)


class Router:
    def db_for_read(self, model, **hints):
        if wrote.get() or connections["default"].in_atomic_block:
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
        is_recent = time.time() - request.session.get("wrote", 0) < SECONDS
        token = wrote.set(request.method == "POST" or is_recent)
        try:
            response = get_response(request)
        finally:
            wrote.reset(token)
        if request.method == "POST":
            request.session["wrote"] = time.time()
        return response

    return respond
