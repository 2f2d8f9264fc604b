"""together: the start and the ID are attributes of the middleware, of which there is one for all requests."""

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
        token = self.begin(request)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        return self.finish(response)

    async def acall(self, request):
        token = self.begin(request)
        try:
            response = await self.get_response(request)
        finally:
            request_id.reset(token)
        return self.finish(response)

    def begin(self, request):
        self.start = time.perf_counter()
        self.name = request.headers.get("X-Request-ID") or uuid4().hex
        return request_id.set(self.name)

    def finish(self, response):
        response.headers["X-Request-ID"] = self.name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - self.start):.1f}"
        return response
