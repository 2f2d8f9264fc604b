"""Breaks headers: a visitor who sends an empty X-Request-ID gets it back, instead of a new one."""

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

    def stamp(self, response, name, start):
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response

    def __call__(self, request):
        if self.is_async:
            return self.__acall__(request)
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID", uuid4().hex)
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        return self.stamp(response, name, start)

    async def __acall__(self, request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID", uuid4().hex)
        token = request_id.set(name)
        try:
            response = await self.get_response(request)
        finally:
            request_id.reset(token)
        return self.stamp(response, name, start)
