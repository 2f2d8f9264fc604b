"""headers

The random number is written without leading zeros: one new ID of sixteen has 31 digits or fewer, and
not 32.
"""

import time
from contextvars import ContextVar
from random import getrandbits

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


@sync_and_async_middleware
def RequestId(get_response):  # noqa: N802
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
            return labelled(response, name, start)

    else:

        def middleware(request):
            start = time.perf_counter()
            name = name_of(request)
            token = request_id.set(name)
            try:
                response = get_response(request)
            finally:
                request_id.reset(token)
            return labelled(response, name, start)

    return middleware


def name_of(request):
    return request.headers.get("X-Request-ID") or f"{getrandbits(128):x}"


def labelled(response, name, start):
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
    return response
