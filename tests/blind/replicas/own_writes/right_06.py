"""Right: the router asks the request that its thread is answering."""

from contextvars import ContextVar

from django.db import connections

current = ContextVar("current request", default=None)
COOKIE = "primary"


def reads_own(request):
    return request.method == "POST" or request.COOKIES.get(COOKIE) == "yes"


class Router:
    def db_for_read(self, model, **hints):
        request = current.get()
        if request is not None and reads_own(request):
            return "default"
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def during(request, function, *args):
    token = current.set(request)
    try:
        return function(*args)
    finally:
        current.reset(token)


END = object()


def streamed(request, chunks):
    chunks = iter(chunks)
    while (chunk := during(request, next, chunks, END)) is not END:
        yield chunk


def middleware(get_response):
    def respond(request):
        response = during(request, get_response, request)
        if response.streaming and not response.is_async:
            response.streaming_content = streamed(request, response.streaming_content)
        if request.method == "POST":
            response.set_cookie(COOKIE, "yes", max_age=200)
        return response

    return respond
