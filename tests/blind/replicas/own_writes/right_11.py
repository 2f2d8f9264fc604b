"""Right: a plain number of seconds, believed only where it is plausible; a thread-local variable."""

import re
import threading
import time

from django.db import connections

NAME = "last_write"
AT_LEAST = 60
WINDOW = 2 * AT_LEAST
SKEW = 20  # seconds by which the clocks of two servers may differ

state = threading.local()


class Router:
    def db_for_read(self, model, **hints):
        if getattr(state, "primary", False) or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def is_recent(value):
    if re.fullmatch("[0-9]{1,11}", value) is None:
        return False
    return -SKEW <= time.time() - int(value) < WINDOW


def middleware(get_response):
    def respond(request):
        before = getattr(state, "primary", False)
        state.primary = request.method == "POST" or is_recent(request.COOKIES.get(NAME, ""))
        try:
            response = get_response(request)
        finally:
            state.primary = before
        if request.method == "POST":
            # Now, and not when the request came: it may have taken long.
            response.set_cookie(NAME, str(int(time.time())), max_age=WINDOW, httponly=True)
        return response

    return respond
