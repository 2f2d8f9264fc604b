"""Wrong (own): keeps the time in the session, which is itself read from the replica: as long as the
replica has no new version of it, the browser hasn't written.
"""

import time
from contextvars import ContextVar

from django.db import connections

reads_own = ContextVar("reads_own", default=False)


class Router:
    def db_for_read(self, model, **hints):
        if reads_own.get():
            return "default"
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        last = request.session.get("wrote_at", 0)
        token = reads_own.set(request.method == "POST" or time.time() - last < 120)
        try:
            response = get_response(request)
        finally:
            reads_own.reset(token)
        if request.method == "POST":
            request.session["wrote_at"] = time.time()
        return response

    return respond
