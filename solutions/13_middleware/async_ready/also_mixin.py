"""MiddlewareMixin marks its instances. Both of its calls are replaced, so no hook runs."""

import time
from contextvars import ContextVar
from uuid import uuid4

from django.utils.deprecation import MiddlewareMixin

request_id = ContextVar("request_id", default="-")


class Taken:
    """One request: its ID, and when it began."""

    def __init__(self, request):
        self.start = time.monotonic()
        self.name = request.headers.get("X-Request-ID") or uuid4().hex

    def __enter__(self):
        self.token = request_id.set(self.name)
        return self

    def __exit__(self, *exception):
        request_id.reset(self.token)

    def write(self, response):
        response["X-Request-ID"] = self.name
        response["X-Took"] = format(1000 * (time.monotonic() - self.start), ".1f")
        return response


class RequestId(MiddlewareMixin):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    def __call__(self, request):
        if self.async_mode:
            return self.__acall__(request)
        with Taken(request) as taken:
            response = self.get_response(request)
        return taken.write(response)

    async def __acall__(self, request):
        with Taken(request) as taken:
            response = await self.get_response(request)
        return taken.write(response)
