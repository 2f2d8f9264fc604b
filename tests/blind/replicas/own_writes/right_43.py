"""A cookie with the time of the last POST and an HMAC; what a POST does on the primary is noticed on its connection."""

import threading
import time
from contextlib import ExitStack, contextmanager

from django.db import connections
from django.utils.crypto import constant_time_compare, salted_hmac

NAME = "last_post"
WINDOW = 3 * 60  # more than one minute, less than five

_request = threading.local()


def _sign(stamp):
    return salted_hmac("arena.last_post", stamp, algorithm="sha256").hexdigest()


def _is_recent(cookie):
    stamp, _, signature = cookie.partition(".")
    if not constant_time_compare(signature, _sign(stamp)):
        return False  # nobody but us writes what int() reads
    return time.time() - int(stamp) < WINDOW


@contextmanager
def _reading_from(primary):
    before = getattr(_request, "primary", False)
    _request.primary = primary
    try:
        yield
    finally:
        _request.primary = before


def _pin(execute, sql, params, many, context):
    _request.primary = True
    return execute(sql, params, many, context)


class Router:
    def db_for_read(self, model, **hints):
        if getattr(_request, "primary", False) or connections["default"].in_atomic_block:
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
        is_post = request.method not in {"GET", "HEAD", "OPTIONS"}
        with ExitStack() as stack:
            stack.enter_context(_reading_from(_is_recent(request.COOKIES.get(NAME, ""))))
            if is_post:
                stack.enter_context(connections["default"].execute_wrapper(_pin))
            response = get_response(request)
        if is_post:
            stamp = str(int(time.time()))
            response.set_cookie(
                NAME,
                f"{stamp}.{_sign(stamp)}",
                max_age=WINDOW,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        return response

    return respond
