"""When a visitor leaves, the task is canceled. CancelledError is no Exception.

Breaks: request_id
Fails: exceptions
"""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


class RequestId:
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self.__acall__(request)
        start, name, token = self.begin(request)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        return self.finish(response, name, start)

    async def __acall__(self, request):
        start, name, token = self.begin(request)
        try:
            response = await self.get_response(request)
        except Exception:
            request_id.reset(token)
            raise
        request_id.reset(token)
        return self.finish(response, name, start)

    def begin(self, request):
        name = request.headers.get("X-Request-ID") or uuid4().hex
        return time.perf_counter(), name, request_id.set(name)

    def finish(self, response, name, start):
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response
