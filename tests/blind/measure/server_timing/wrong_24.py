"""WRONG (rule: unchanged): execute_wrapper() takes the last wrapper away; when a view adds one that is to stay, that one goes and this one stays."""

import logging
import threading
import time
from contextlib import ExitStack, contextmanager

from django.db import connections

log = logging.getLogger("arena.slow_responses")


class Cost:
    """What one response costs."""

    def __init__(self):
        self.start = time.perf_counter()
        self.times = []
        self.thread = None

    def time_query(self, execute, sql, params, many, context):
        """Run a query, and note how long it took."""
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if threading.get_ident() == self.thread:
                self.times.append((time.perf_counter() - start) * 1000)

    @contextmanager
    def counting(self):
        """Count the queries of the block."""
        self.thread = threading.get_ident()
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(self.time_query))
            yield

    def total(self):
        """Return the milliseconds since the start."""
        return (time.perf_counter() - self.start) * 1000

    def report(self, path, response_ms, query_ms):
        """Log the response if it is slow."""
        total = self.total()
        if total > response_ms or max(self.times, default=0) > query_ms:
            cost = {"queries": len(self.times), "db_ms": sum(self.times), "total_ms": total}
            log.warning("%s was slow: %s", path, cost, extra=cost)


class Body:
    """The chunks of a streaming response, whose cost is reported when it ends in any way."""

    def __init__(self, chunks, cost, report):
        self.chunks = iter(chunks)
        self.cost = cost
        self.report = report

    def __iter__(self):
        return self

    def __next__(self):
        try:
            with self.cost.counting():
                return next(self.chunks)
        except BaseException:
            self.close()
            raise

    def close(self):
        """Report, the first time."""
        report, self.report = self.report, None
        if report:
            report()


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        cost = Cost()
        with cost.counting():
            response = self.get_response(request)
        response.headers["Server-Timing"] = (
            f'db;dur={sum(cost.times):.1f};desc="{len(cost.times)} queries", '
            f"total;dur={cost.total():.1f}"
        )

        def report():
            """Log what the response cost until now."""
            cost.report(request.path, self.response_ms, self.query_ms)

        if not response.streaming or response.is_async:
            report()
            return response

        def counted(closer):
            """Return a closer whose queries count too."""

            def close():
                """Close, and count."""
                with cost.counting():
                    closer()

            return close

        # What the view's generator still asks for when it is closed comes before the report.
        response._resource_closers[:] = map(counted, response._resource_closers)
        response.streaming_content = Body(response.streaming_content, cost, report)
        return response
