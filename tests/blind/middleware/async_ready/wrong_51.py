"""Rule event loops: under WSGI Django starts an event loop for RequestId in each request.

The middleware is only asynchronous. It shows for a plain view under WSGI, which now is called through async_to_sync() and sync_to_async().
"""

import time
from contextvars import ContextVar
from uuid import uuid4

from django.utils.decorators import async_only_middleware

request_id = ContextVar("request_id", default="-")


@async_only_middleware
def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    async def middleware(request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            response = await get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response

    return middleware
