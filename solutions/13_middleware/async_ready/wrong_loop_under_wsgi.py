"""It has one version, and under WSGI that needs an event loop for each request.

Breaks: event loops
Fails: switches
"""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


@sync_and_async_middleware
def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""
    is_async = iscoroutinefunction(get_response)
    inner = get_response if is_async else sync_to_async(get_response)

    async def mw(request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            response = await inner(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response

    return mw if is_async else async_to_sync(mw)
