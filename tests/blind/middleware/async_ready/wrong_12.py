"""Breaks together: the middleware is one object for all requests, and the start is its attribute: of two
simultaneous requests the first one tells the time since the start of the second."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.core.handlers.asgi import ASGIRequest

request_id = ContextVar("request_id", default="-")


class RequestId:
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def begin(self, request):
        self.start = time.perf_counter()
        return request.headers.get("X-Request-ID") or uuid4().hex

    def finish(self, response, name):
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - self.start):.1f}"
        return response

    def __call__(self, request):
        if self.is_async:
            return self.__acall__(request)
        name = self.begin(request)
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        return self.finish(response, name)

    async def __acall__(self, request):
        name = self.begin(request)
        token = request_id.set(name)
        try:
            response = await self.get_response(request)
        finally:
            request_id.reset(token)
        return self.finish(response, name)
