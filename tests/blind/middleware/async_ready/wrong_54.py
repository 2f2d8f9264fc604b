"""Rule request_id: after an exception the variable keeps the ID of the request.

It is set back only if the view returns. It shows after a request whose get_response raises, also when it is cancelled.
"""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


def begin(request):
    name = request.headers.get("X-Request-ID") or uuid4().hex
    return time.perf_counter(), name, request_id.set(name)


def finish(response, start, name, token):
    request_id.reset(token)
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
    return response


@sync_and_async_middleware
def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    if iscoroutinefunction(get_response):

        async def middleware(request):
            begun = begin(request)
            return finish(await get_response(request), *begun)

    else:

        def middleware(request):
            begun = begin(request)
            return finish(get_response(request), *begun)

    return middleware
