"""It waits for the coroutine in another thread, and the event loop waits with it.

Breaks: together
Fails: together
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")
THREADS = ThreadPoolExecutor(32)


@sync_and_async_middleware
def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""
    is_async = iscoroutinefunction(get_response)

    def middleware(request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            if is_async:
                run = copy_context().run
                response = THREADS.submit(run, asyncio.run, get_response(request)).result()
            else:
                response = get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response

    async def async_middleware(request):
        return middleware(request)

    return async_middleware if is_async else middleware
