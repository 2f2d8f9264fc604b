"""Two classes, and a factory that takes the one that fits."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


class Base:
    def __init__(self, get_response):
        self.get_response = get_response

    def begin(self, request):
        name = request.headers.get("X-Request-ID") or uuid4().hex
        return time.perf_counter(), name, request_id.set(name)

    def end(self, response, start, name):
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response


class SyncRequestId(Base):
    def __call__(self, request):
        start, name, token = self.begin(request)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        return self.end(response, start, name)


class AsyncRequestId(Base):
    def __init__(self, get_response):
        super().__init__(get_response)
        # An object with an asynchronous __call__() is not yet a coroutine function.
        markcoroutinefunction(self)

    async def __call__(self, request):
        start, name, token = self.begin(request)
        try:
            response = await self.get_response(request)
        finally:
            request_id.reset(token)
        return self.end(response, start, name)


def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""
    cls = AsyncRequestId if iscoroutinefunction(get_response) else SyncRequestId
    return cls(get_response)


RequestId.sync_capable = True
RequestId.async_capable = True
