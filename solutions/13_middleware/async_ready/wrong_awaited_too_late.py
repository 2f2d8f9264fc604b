"""The ID is gone when the view runs: the coroutine is awaited after the block.

Breaks: request_id
Fails: request_id
"""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


@sync_and_async_middleware
def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    def middleware(request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            made = get_response(request)
        finally:
            request_id.reset(token)

        def finish(response):
            response.headers["X-Request-ID"] = name
            response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
            return response

        async def later():
            return finish(await made)

        return later() if iscoroutinefunction(get_response) else finish(made)

    async def async_middleware(request):
        return await middleware(request)

    return async_middleware if iscoroutinefunction(get_response) else middleware
