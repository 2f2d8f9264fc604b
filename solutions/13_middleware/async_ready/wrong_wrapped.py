"""An asynchronous function around the synchronous middleware: each request still goes to a thread.

Breaks: switches
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
    if not iscoroutinefunction(get_response):
        return Sync(get_response)
    in_thread = sync_to_async(Sync(async_to_sync(get_response)))

    async def middleware(request):
        return await in_thread(request)

    return middleware


class Sync:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response
