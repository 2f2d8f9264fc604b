"""The shared work is a generator that runs up to the view and on after it; two short functions send it the response."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


def around(request):
    """Yield once, where the rest of the stack runs, and take the response there."""
    start = time.perf_counter()
    name = request.headers.get("X-Request-ID", "") or uuid4().hex
    token = request_id.set(name)
    try:
        response = yield
    finally:
        request_id.reset(token)
    response["X-Request-ID"] = name
    response["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
    yield response


@sync_and_async_middleware
class RequestId:
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    def __new__(cls, get_response):
        def respond(request):
            work = around(request)
            next(work)
            try:
                response = get_response(request)
            except BaseException:
                work.close()
                raise
            return work.send(response)

        async def respond_async(request):
            work = around(request)
            next(work)
            try:
                response = await get_response(request)
            except BaseException:
                work.close()
                raise
            return work.send(response)

        return respond_async if iscoroutinefunction(get_response) else respond
