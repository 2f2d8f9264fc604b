"""Wrong (own): the minute begins when the POST comes, not when it has written: after one that took
twenty seconds, forty are left.
"""

import time
from contextvars import ContextVar

from django.core import signing
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


def reads_primary_until(request):
    try:
        return signing.loads(request.COOKIES.get("until", ""), salt="arena.wrote")
    except (ValueError, signing.BadSignature):
        return 0


def middleware(get_response):
    def respond(request):
        now = time.time()
        token = reads_own.set(request.method == "POST" or now < reads_primary_until(request))
        try:
            response = get_response(request)
        finally:
            reads_own.reset(token)
        if request.method == "POST":
            until = signing.dumps(now + 61, salt="arena.wrote")
            response.set_cookie("until", until, max_age=300, httponly=True)
        return response

    return respond
