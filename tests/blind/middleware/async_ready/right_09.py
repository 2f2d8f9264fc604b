"""A context manager collects the response, and sets the headers when it ends well."""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

request_id = ContextVar("request_id", default="-")


@contextmanager
def identified(request):
    """Yield a list for the response."""
    start, responses = time.perf_counter(), []
    name = request.headers.get("X-Request-ID") or uuid4().hex
    token = request_id.set(name)
    try:
        yield responses
    finally:
        request_id.reset(token)
    for response in responses:
        response.headers["X-Request-ID"] = name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"


class RequestId:
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.__acall__(request)
        with identified(request) as responses:
            responses.append(self.get_response(request))
        return responses[0]

    async def __acall__(self, request):
        with identified(request) as responses:
            responses.append(await self.get_response(request))
        return responses[0]
