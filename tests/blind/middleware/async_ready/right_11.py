"""A function that returns a coroutine function if the rest of the stack is one."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


def stamp(response, name, start):
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
    return response


def name_of(request):
    return request.headers.get("X-Request-ID") or uuid4().hex


@sync_and_async_middleware
def RequestId(get_response):  # noqa: N802
    """Give each request an ID, for the log and the visitor, and tell how long it took."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            start, name = time.perf_counter(), name_of(request)
            token = request_id.set(name)
            try:
                response = await get_response(request)
            finally:
                request_id.reset(token)
            return stamp(response, name, start)

    else:

        def middleware(request):
            start, name = time.perf_counter(), name_of(request)
            token = request_id.set(name)
            try:
                response = get_response(request)
            finally:
                request_id.reset(token)
            return stamp(response, name, start)

    return middleware
