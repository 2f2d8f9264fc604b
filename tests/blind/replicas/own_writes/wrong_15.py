"""Wrong (own): only a POST that succeeds sets the cookie. One that has written, and then responds 400
or more, leaves the browser on the replica.
"""

from contextvars import ContextVar

from django.core.signing import BadSignature
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


def wrote_lately(request):
    try:
        request.get_signed_cookie("wrote", salt="arena", max_age=120)
    except (KeyError, ValueError, BadSignature):
        return False
    return True


def middleware(get_response):
    def respond(request):
        token = reads_own.set(request.method == "POST" or wrote_lately(request))
        try:
            response = get_response(request)
        finally:
            reads_own.reset(token)
        if request.method == "POST" and response.status_code < 400:
            response.set_signed_cookie("wrote", "1", salt="arena", max_age=120, httponly=True)
        return response

    return respond
