"""The class picks one of two subclasses when it is created; a generator holds what both share."""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


@contextmanager
def request_named(name):
    token = request_id.set(name)
    try:
        yield
    finally:
        request_id.reset(token)


class RequestId:
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    async_capable = sync_capable = True

    def __new__(cls, get_response):
        kind = AsyncRequestId if iscoroutinefunction(get_response) else SyncRequestId
        return object.__new__(kind)

    def __init__(self, get_response):
        self.get_response = get_response

    def headers(self, name, start):
        took = (time.perf_counter() - start) * 1000
        return {"X-Request-ID": name, "X-Took": format(took, ".1f")}


class SyncRequestId(RequestId):
    def __call__(self, request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        with request_named(name):
            response = self.get_response(request)
        for header, value in self.headers(name, start).items():
            response.headers[header] = value
        return response


class AsyncRequestId(RequestId):
    def __init__(self, get_response):
        super().__init__(get_response)
        markcoroutinefunction(self)

    async def __call__(self, request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        with request_named(name):
            response = await self.get_response(request)
        for header, value in self.headers(name, start).items():
            response.headers[header] = value
        return response
