"""Wrong (cookie): isdigit() is also true for "²" and the like, which int() refuses, and int() refuses
more than 4,300 digits: such a cookie is an error 500.
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


def wrote_at(request):
    value = request.COOKIES.get("wrote", "")
    return int(value) if value.isdigit() else 0


def middleware(get_response):
    def respond(request):
        recent = 0 <= int(time.time()) - wrote_at(request) < 120
        token = reads_own.set(request.method == "POST" or recent)
        try:
            response = get_response(request)
        finally:
            reads_own.reset(token)
        if request.method == "POST":
            response.set_cookie("wrote", int(time.time()), max_age=120, httponly=True)
        return response

    return respond
