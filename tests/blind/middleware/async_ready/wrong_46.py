"""switches

A request of more than a second is logged, under ASGI in another thread, because handlers of the log
may block. Fast requests stay on the event loop.
"""

import asyncio
import logging
import time
from contextvars import ContextVar
from uuid import uuid4

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

log = logging.getLogger("arena.slow")
request_id = ContextVar("request_id", default="-")


@sync_and_async_middleware
def RequestId(get_response):  # noqa: N802
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            start = time.perf_counter()
            name = name_of(request)
            token = request_id.set(name)
            try:
                response = await get_response(request)
            finally:
                request_id.reset(token)
            if is_slow(start):
                await asyncio.to_thread(log.warning, "%s is slow (%s)", request.path, name)
            return labelled(response, name, start)

    else:

        def middleware(request):
            start = time.perf_counter()
            name = name_of(request)
            token = request_id.set(name)
            try:
                response = get_response(request)
            finally:
                request_id.reset(token)
            if is_slow(start):
                log.warning("%s is slow (%s)", request.path, name)
            return labelled(response, name, start)

    return middleware


def name_of(request):
    return request.headers.get("X-Request-ID") or uuid4().hex


def is_slow(start):
    return time.perf_counter() - start > 1


def labelled(response, name, start):
    response.headers["X-Request-ID"] = name
    response.headers["X-Took"] = f"{1000 * (time.perf_counter() - start):.1f}"
    return response
