"""The hooks of MiddlewareMixin are synchronous: under ASGI it sends both to a thread.

Breaks: switches
Fails: switches
"""

import time
from contextvars import ContextVar
from uuid import uuid4

from django.utils.deprecation import MiddlewareMixin

request_id = ContextVar("request_id", default="-")


class RequestId(MiddlewareMixin):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    def __call__(self, request):
        before = request_id.get()
        try:
            return super().__call__(request)
        finally:
            if not self.async_mode:
                request_id.set(before)

    async def __acall__(self, request):
        before = request_id.get()
        try:
            return await super().__acall__(request)
        finally:
            request_id.set(before)

    def process_request(self, request):
        request._start = time.perf_counter()
        request._name = request.headers.get("X-Request-ID") or uuid4().hex
        request_id.set(request._name)

    def process_response(self, request, response):
        response.headers["X-Request-ID"] = request._name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - request._start):.1f}"
        return response
