"""The method that is called is chosen once, when the stack is built."""

import time
from contextlib import ExitStack
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
        self.respond = self.respond_now
        if iscoroutinefunction(get_response):
            self.respond = self.respond_later
            markcoroutinefunction(self)

    def __call__(self, request):
        return self.respond(request)

    def respond_now(self, request):
        started = time.perf_counter_ns()
        with ExitStack() as stack:
            name = self.enter(request, stack)
            response = self.get_response(request)
        return self.label(response, name, started)

    async def respond_later(self, request):
        started = time.perf_counter_ns()
        with ExitStack() as stack:
            name = self.enter(request, stack)
            response = await self.get_response(request)
        return self.label(response, name, started)

    def enter(self, request, stack):
        name = request.headers.get("X-Request-ID") or uuid4().hex
        stack.callback(request_id.reset, request_id.set(name))
        return name

    def label(self, response, name, started):
        took = (time.perf_counter_ns() - started) / 1_000_000
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{took:.1f}"
        return response
