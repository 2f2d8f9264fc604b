"""Right: a stack of reasons per thread, and the cookie's age in whole seconds since the epoch."""

import threading
import time
from contextlib import contextmanager

from django.db import connections

NAME = "last_post"


class Reasons(threading.local):
    def __init__(self):
        self.stack = [False]

    @contextmanager
    def push(self, reason):
        self.stack.append(reason)
        try:
            yield
        finally:
            self.stack.pop()


reasons = Reasons()


class Router:
    def db_for_read(self, model, **hints):
        in_transaction = connections["default"].in_atomic_block
        return "default" if in_transaction or reasons.stack[-1] else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def seconds_since_post(request):
    value = request.COOKIES.get(NAME, "")
    # Ten digits of ASCII: int() takes them all, and nothing longer gets there.
    if len(value) != 10 or not (value.isascii() and value.isdigit()):
        return None
    return int(time.time()) - int(value)


def keep(chunks):
    iterator = iter(chunks)
    while True:
        with reasons.push(True):
            try:
                chunk = next(iterator)
            except StopIteration:
                break
        yield chunk


def middleware(get_response):
    def respond(request):
        post = request.method == "POST"
        seconds = seconds_since_post(request)
        on_primary = post or (seconds is not None and seconds < 4 * 60)
        with reasons.push(on_primary):
            response = get_response(request)
        if on_primary and response.streaming and not response.is_async:
            response.streaming_content = keep(response.streaming_content)
        if post:
            response.set_cookie(NAME, str(int(time.time())), max_age=4 * 60, httponly=True)
        return response

    return respond
