"""functools.partial() of a function or of a coroutine function is the middleware."""

import time
from contextvars import ContextVar
from functools import partial
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


def name_of(request):
    return request.headers.get("X-Request-ID") or uuid4().hex


def sign(response, name, start):
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = "%.1f" % (1000 * (time.perf_counter() - start))
    return response


def respond(get_response, request):
    start = time.perf_counter()
    token = request_id.set(name := name_of(request))
    try:
        response = get_response(request)
    finally:
        request_id.reset(token)
    return sign(response, name, start)


async def arespond(get_response, request):
    start = time.perf_counter()
    token = request_id.set(name := name_of(request))
    try:
        response = await get_response(request)
    finally:
        request_id.reset(token)
    return sign(response, name, start)


@sync_and_async_middleware
def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""
    return partial(arespond if iscoroutinefunction(get_response) else respond, get_response)
