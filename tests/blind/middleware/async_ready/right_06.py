"""A generator has what both ways share, and stops where the response is made."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

request_id = ContextVar("request_id", default="-")


def steps(request):
    start = time.perf_counter()
    name = request.headers.get("X-Request-ID") or uuid4().hex
    before = request_id.get()
    request_id.set(name)
    try:
        response = yield
    finally:
        request_id.set(before)
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
    yield


@sync_and_async_middleware
def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    async def wait(request):
        running = steps(request)
        next(running)
        try:
            response = await get_response(request)
        except BaseException:
            running.close()
            raise
        running.send(response)
        return response

    def call(request):
        running = steps(request)
        next(running)
        try:
            response = get_response(request)
        except BaseException:
            running.close()
            raise
        running.send(response)
        return response

    return wait if iscoroutinefunction(get_response) else call
