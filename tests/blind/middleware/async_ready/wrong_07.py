"""switches: without sync_and_async_middleware() Django takes the function for a synchronous middleware, so its asynchronous half is never used."""

import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction

request_id = ContextVar("request_id", default="-")


def finish(response, name, start):
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
    return response


def RequestId(get_response):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    async def amiddleware(request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            response = await get_response(request)
        finally:
            request_id.reset(token)
        return finish(response, name, start)

    def middleware(request):
        start = time.perf_counter()
        name = request.headers.get("X-Request-ID") or uuid4().hex
        token = request_id.set(name)
        try:
            response = get_response(request)
        finally:
            request_id.reset(token)
        return finish(response, name, start)

    return amiddleware if iscoroutinefunction(get_response) else middleware
