"""The response is told through a decorator of what makes it."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction

request_id = ContextVar("request_id", default="-")


class Clock:
    def __init__(self):
        self.start = time.perf_counter()

    def __str__(self):
        return f"{1000 * (time.perf_counter() - self.start):.1f}"


def with_headers(response, name, clock):
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = str(clock)
    return response


def around_async(get_response):
    async def inner(request):
        clock = Clock()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            response = await get_response(request)
        finally:
            request_id.reset(token)
        return with_headers(response, name, clock)

    return inner


def around_sync(get_response):
    def inner(request):
        clock = Clock()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            response = get_response(request)
        finally:
            request_id.reset(token)
        return with_headers(response, name, clock)

    return inner


class RequestId:
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    sync_capable = True
    async_capable = True

    def __new__(cls, get_response):
        # Django only needs something to call.
        return (around_async if iscoroutinefunction(get_response) else around_sync)(get_response)
