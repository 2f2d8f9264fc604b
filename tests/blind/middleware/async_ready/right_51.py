"""A function for both kinds: it returns a coroutine function if what is inside is one, else a plain function."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


def name_of(request):
    return request.headers.get("X-Request-ID") or uuid4().hex


def add_headers(response, name, start):
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
    return response


@sync_and_async_middleware
def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    if iscoroutinefunction(get_response):

        async def middleware(request):
            start = time.perf_counter()
            name = name_of(request)
            token = request_id.set(name)
            try:
                response = await get_response(request)
            finally:
                request_id.reset(token)
            return add_headers(response, name, start)

    else:

        def middleware(request):
            start = time.perf_counter()
            name = name_of(request)
            token = request_id.set(name)
            try:
                response = get_response(request)
            finally:
                request_id.reset(token)
            return add_headers(response, name, start)

    return middleware
