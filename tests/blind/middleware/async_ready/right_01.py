"""A class that is marked as a coroutine function where what it calls is one."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


class RequestId:
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            # What is around this one asks it whether it must be awaited.
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self.acall(request)
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        return self.finish(response, name, start)

    async def acall(self, request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            response = await self.get_response(request)
        finally:
            request_id.reset(token)
        return self.finish(response, name, start)

    @staticmethod
    def finish(response, name, start):
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response
