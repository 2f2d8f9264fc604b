"""A page that the POST itself makes is stale.

Breaks: own
Fails: own
"""

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
        token = wrote.set(COOKIE in request.COOKIES)
        try:
            response = get_response(request)
        finally:
            wrote.reset(token)
        if request.method == "POST":
            response.set_cookie(COOKIE, "1", max_age=SECONDS, httponly=True, samesite="Lax")
        return response

    return respond
