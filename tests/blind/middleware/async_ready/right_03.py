"""Django's MiddlewareMixin chooses and marks; both ways of calling it are overridden, so it needs no thread."""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from django.utils.deprecation import MiddlewareMixin

request_id = ContextVar("request_id", default="-")


@contextmanager
def named(name):
    token = request_id.set(name)
    try:
        yield
    finally:
        request_id.reset(token)


class RequestId(MiddlewareMixin):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    def __call__(self, request):
        if self.async_mode:
            return self.__acall__(request)
        start, name = time.perf_counter(), self.name_of(request)
        with named(name):
            response = self.get_response(request)
        return self.told(response, name, start)

    async def __acall__(self, request):
        start, name = time.perf_counter(), self.name_of(request)
        with named(name):
            response = await self.get_response(request)
        return self.told(response, name, start)

    @staticmethod
    def name_of(request):
        return request.headers.get("X-Request-ID") or uuid4().hex

    @staticmethod
    def told(response, name, start):
        response["X-Request-ID"] = name
        response["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
        return response
