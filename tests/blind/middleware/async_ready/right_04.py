"""What belongs to one request is an object of its own, and a context manager."""

import time
from contextvars import ContextVar
from secrets import token_hex

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


class Run:
    """One request: its ID, and when it began."""

    def __init__(self, request):
        self.start = time.perf_counter()
        self.name = request.headers.get("X-Request-ID") or token_hex(16)

    def __enter__(self):
        self.token = request_id.set(self.name)
        return self

    def __exit__(self, *exc_info):
        request_id.reset(self.token)

    def mark(self, response):
        response.headers["X-Request-ID"] = self.name
        milliseconds = (time.perf_counter() - self.start) * 1000
        response.headers["X-Took"] = format(milliseconds, ".1f")
        return response


class RequestId:
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    async_capable = sync_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(self.get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.wait(request)
        with Run(request) as run:
            response = self.get_response(request)
        return run.mark(response)

    async def wait(self, request):
        with Run(request) as run:
            response = await self.get_response(request)
        return run.mark(response)
