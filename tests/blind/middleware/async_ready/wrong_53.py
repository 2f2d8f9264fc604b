"""Rule switches: each request still goes to a thread and back, twice.

Under ASGI MiddlewareMixin calls process_request() and process_response() through sync_to_async(). It shows for every request.
"""

import time
from contextvars import ContextVar
from uuid import uuid4

from django.utils.deprecation import MiddlewareMixin

request_id = ContextVar("request_id", default="-")


class RequestId(MiddlewareMixin):
    """Gives each request an ID, for the log and the visitor, and tells how long it took."""

    def process_request(self, request):
        request._start = time.perf_counter()
        request._name = request.headers.get("X-Request-ID") or uuid4().hex
        request._before = request_id.get()
        request_id.set(request._name)

    def process_response(self, request, response):
        request_id.set(request._before)
        response.headers["X-Request-ID"] = request._name
        response.headers["X-Took"] = f"{1000 * (time.perf_counter() - request._start):.1f}"
        return response
