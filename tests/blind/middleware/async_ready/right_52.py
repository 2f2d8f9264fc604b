"""The class stays; it marks itself as a coroutine function when what is inside is one, and one context manager serves both ways."""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


@contextmanager
def named(name):
    token = request_id.set(name)
    try:
        yield
    finally:
        request_id.reset(token)


class RequestId:
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self.__acall__(request)
        start = time.perf_counter()
        name = self.name(request)
        with named(name):
            response = self.get_response(request)
        return self.stamp(response, name, start)

    async def __acall__(self, request):
        start = time.perf_counter()
        name = self.name(request)
        with named(name):
            response = await self.get_response(request)
        return self.stamp(response, name, start)

    @staticmethod
    def name(request):
        return request.headers.get("X-Request-ID") or uuid4().hex

    @staticmethod
    def stamp(response, name, start):
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response
