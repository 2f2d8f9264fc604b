"""One variable for all threads: while a browser that wrote reads, all read from the primary.

Breaks: others
Fails: others
"""

from django.db import connections

COOKIE, SECONDS = "wrote", 120
state = {"wrote": False}


class Router:
    def db_for_read(self, model, **hints):
        if state["wrote"] or connections["default"].in_atomic_block:
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
        has_written = request.method == "POST" or COOKIE in request.COOKIES
        if has_written:
            state["wrote"] = True
        try:
            response = get_response(request)
        finally:
            if has_written:
                state["wrote"] = False
        if request.method == "POST":
            response.set_cookie(COOKIE, "1", max_age=SECONDS, httponly=True, samesite="Lax")
        return response

    return respond
