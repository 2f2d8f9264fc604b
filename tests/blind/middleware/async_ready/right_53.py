"""RequestId(...) makes one of two small classes: one with a plain __call__, and one that Django knows as a coroutine function."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


class Visit:
    """One request: its ID, when it began, and the context variable while it lasts."""

    def __init__(self, request):
        self.start = time.perf_counter()
        self.name = request.headers.get("X-Request-ID") or uuid4().hex

    def __enter__(self):
        self.token = request_id.set(self.name)
        return self

    def __exit__(self, *error):
        request_id.reset(self.token)

    def finish(self, response):
        response.headers["X-Request-ID"] = self.name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - self.start):.1f}"
        return response


class SyncRequestId:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with Visit(request) as visit:
            response = self.get_response(request)
        return visit.finish(response)


class AsyncRequestId:
    def __init__(self, get_response):
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request):
        with Visit(request) as visit:
            response = await self.get_response(request)
        return visit.finish(response)


def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""
    return (AsyncRequestId if iscoroutinefunction(get_response) else SyncRequestId)(get_response)


RequestId.sync_capable = True
RequestId.async_capable = True
