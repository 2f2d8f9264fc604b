"""A factory returns one of two classes; an asynchronous __call__ is marked by hand."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""
    if iscoroutinefunction(get_response):
        return markcoroutinefunction(Async(get_response))
    return Sync(get_response)


RequestId.sync_capable = RequestId.async_capable = True


class Sync:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token, name, start = begin(request)
        try:
            return finish(self.get_response(request), name, start)
        finally:
            request_id.reset(token)


class Async(Sync):
    async def __call__(self, request):
        token, name, start = begin(request)
        try:
            return finish(await self.get_response(request), name, start)
        finally:
            request_id.reset(token)


def begin(request):
    name = request.headers.get("X-Request-ID") or uuid4().hex
    return request_id.set(name), name, time.perf_counter_ns()


def finish(response, name, start):
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = f"{(time.perf_counter_ns() - start) / 1e6:.1f}"
    return response
