"""The time in the cookie is read as a number, whatever it is.

Breaks: cookie
Fails: cookie
"""

import time
from contextvars import ContextVar

from django.db import connections

COOKIE, SECONDS = "wrote", 120
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
        is_recent = time.time() - float(request.COOKIES.get(COOKIE, 0)) < SECONDS
        token = wrote.set(request.method == "POST" or is_recent)
        try:
            response = get_response(request)
        finally:
            wrote.reset(token)
        if request.method == "POST":
            response.set_cookie(
                COOKIE, str(time.time()), max_age=SECONDS, httponly=True, samesite="Lax"
            )
        return response

    return respond
