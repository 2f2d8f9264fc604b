"""Breaks event loops: it is only async, so under WSGI Django makes an event loop for each request, and
a thread for the synchronous view in it."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.core.handlers.asgi import ASGIRequest

request_id = ContextVar("request_id", default="-")


class RequestId:
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    sync_capable = False
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            response = await self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response
