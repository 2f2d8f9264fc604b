"""RequestId makes an object of one of two classes, which share a generator that does all but the waiting."""

import secrets
import time
from contextlib import contextmanager
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


def RequestId(get_response):  # noqa: N802
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""
    kind = OnEventLoop if iscoroutinefunction(get_response) else InThread
    return kind(get_response)


RequestId.sync_capable = True
RequestId.async_capable = True


@contextmanager
def labels(request):
    """Yield a function that gives a response its headers, and returns it."""
    start = time.perf_counter()
    name = request.headers.get("X-Request-ID", "")
    if not name:
        name = secrets.token_hex(16)

    def label(response):
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = format(1000 * (time.perf_counter() - start), ".1f")
        return response

    token = request_id.set(name)
    try:
        yield label
    finally:
        request_id.reset(token)


class InThread:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with labels(request) as label:
            response = self.get_response(request)
        return label(response)


class OnEventLoop:
    def __init__(self, get_response):
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request):
        with labels(request) as label:
            response = await self.get_response(request)
        return label(response)
