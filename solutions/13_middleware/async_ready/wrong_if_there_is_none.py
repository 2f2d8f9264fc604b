"""A view that sets one of the headers itself decides what the visitor gets.

Breaks: headers
Fails: headers
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


@sync_and_async_middleware
def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            with named(request) as finish:
                response = await get_response(request)
            return finish(response)

    else:

        def middleware(request):
            with named(request) as finish:
                response = get_response(request)
            return finish(response)

    return middleware


@contextmanager
def named(request):
    """Set the ID for the length of a block; yield a function that writes the headers."""
    start = time.perf_counter()
    name = request.headers.get("X-Request-ID") or uuid4().hex

    def finish(response):
        response.headers.setdefault("X-Request-ID", name)
        response.headers.setdefault("X-Took", f"{1000 * (time.perf_counter() - start):.1f}")
        return response

    token = request_id.set(name)
    try:
        yield finish
    finally:
        request_id.reset(token)
