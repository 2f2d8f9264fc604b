"""WRONG (rule: slow): compares the time in all queries with query_ms, so many quick queries make a warning although none is slow."""

import logging
import threading
import time
from contextlib import contextmanager

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
        watched = connections.all()
        for connection in watched:
            if self.time_query not in connection.execute_wrappers:
                connection.execute_wrappers.insert(0, self.time_query)
        try:
            yield
        finally:
            for connection in watched:
                if self.time_query in connection.execute_wrappers:
                    connection.execute_wrappers.remove(self.time_query)

    def total(self):
        """Return the milliseconds since the start."""
        return (time.perf_counter() - self.start) * 1000

    def report(self, path, response_ms, query_ms):
        """Log the response if it is slow."""
        total = self.total()
        if total > response_ms or sum(self.times) > query_ms:
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
