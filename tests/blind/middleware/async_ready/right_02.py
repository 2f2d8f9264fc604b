"""A function that returns a coroutine function or a plain one."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


def add_headers(response, name, start):
    took = 1000 * (time.perf_counter() - start)
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = f"{took:.1f}"
    return response


@sync_and_async_middleware
def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            start = time.perf_counter()
            name = request.headers.get("X-Request-ID") or uuid4().hex
            token = request_id.set(name)
            try:
                response = await get_response(request)
            finally:
                request_id.reset(token)
            return add_headers(response, name, start)

    else:

        def middleware(request):
            start = time.perf_counter()
            name = request.headers.get("X-Request-ID") or uuid4().hex
            token = request_id.set(name)
            try:
                response = get_response(request)
            finally:
                request_id.reset(token)
            return add_headers(response, name, start)

    return middleware
