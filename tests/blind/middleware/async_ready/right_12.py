"""A class for both worlds; what belongs to one request is in an object of its own."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


class Visit:
    """One request: `with` it the ID is set, and stamp() tells the visitor."""

    def __init__(self, request):
        self.start = time.perf_counter()
        self.name = request.headers.get("X-Request-ID") or uuid4().hex

    def __enter__(self):
        self.token = request_id.set(self.name)
        return self

    def __exit__(self, *error):
        request_id.reset(self.token)

    def stamp(self, response):
        took = 1000 * (time.perf_counter() - self.start)
        response.headers["X-Request-ID"] = self.name
        response.headers["X-Took"] = f"{took:.1f}"
        return response


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
            return self.answer(request)
        with Visit(request) as visit:
            response = self.get_response(request)
        return visit.stamp(response)

    async def answer(self, request):
        with Visit(request) as visit:
            response = await self.get_response(request)
        return visit.stamp(response)
