"""CaptureQueriesContext is for tests. It turns on the list of DEBUG mode, which keeps the last
9,000 queries: a page with more reports too few.

Breaks: header
Fails: production
"""

import logging
import time
from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext

log = logging.getLogger("arena.slow_responses")


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        with ExitStack() as stack:
            captures = [
                stack.enter_context(CaptureQueriesContext(connection))
                for connection in connections.all()
            ]
            response = self.get_response(request)
        times = [float(query["time"]) * 1000 for capture in captures for query in capture]
        total = (time.perf_counter() - start) * 1000
        response.headers["Server-Timing"] = (
            f'db;dur={sum(times):.1f};desc="{len(times)} queries", total;dur={total:.1f}'
        )
        if total > self.response_ms or max(times, default=0) > self.query_ms:
            cost = {"queries": len(times), "db_ms": sum(times), "total_ms": total}
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
        return response
