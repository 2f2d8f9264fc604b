"""The class can do both: where get_response is async it marks itself as a coroutine function and returns a coroutine."""

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
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self.__acall__(request)
        with Ticket(request) as ticket:
            response = self.get_response(request)
        return ticket.on(response)

    async def __acall__(self, request):
        with Ticket(request) as ticket:
            response = await self.get_response(request)
        return ticket.on(response)


class Ticket:
    """The ID and the time of one request."""

    def __init__(self, request):
        self.start = time.perf_counter()
        self.name = request.headers.get("X-Request-ID") or uuid4().hex

    def __enter__(self):
        self.token = request_id.set(self.name)
        return self

    def __exit__(self, *exception):
        request_id.reset(self.token)

    def on(self, response):
        took = time.perf_counter() - self.start
        response.headers["X-Request-ID"] = self.name
        response.headers["X-Took"] = f"{1000 * took:.1f}"
        return response
