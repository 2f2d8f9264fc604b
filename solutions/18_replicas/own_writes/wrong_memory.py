"""The process remembers who wrote, and another process answers the next request.

Breaks: own
Fails: own
"""

import secrets
import time
from contextvars import ContextVar

from django.db import connections

COOKIE, SECONDS = "wrote", 120
wrote = ContextVar("wrote", default=False)


last_writes = {}


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
        browser = request.COOKIES.get(COOKIE) or secrets.token_hex(8)
        is_recent = time.time() - last_writes.get(browser, 0) < SECONDS
        token = wrote.set(request.method == "POST" or is_recent)
        try:
            response = get_response(request)
        finally:
            wrote.reset(token)
        if request.method == "POST":
            last_writes[browser] = time.time()
            response.set_cookie(COOKIE, browser)
        return response

    return respond
