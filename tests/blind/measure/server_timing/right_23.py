"""RIGHT: one object per request is wrapper, context manager and iterator; response.close is replaced by its own."""

import logging
import time

from django.db import connections

log = logging.getLogger("arena.slow_responses")


class Meter:
    """Counts for one request, while it is entered."""

    def __init__(self, path, limits):
        self.path = path
        self.limits = limits
        self.began = time.monotonic()
        self.queries = 0
        self.db = self.slowest = 0.0
        self.places = []
        self.depth = 0
        self.reported = False

    def __call__(self, execute, *args):
        """Run a query."""
        began = time.perf_counter()
        try:
            return execute(*args)
        finally:
            took = (time.perf_counter() - began) * 1000
            self.queries += 1
            self.db += took
            self.slowest = max(self.slowest, took)

    def __enter__(self):
        self.depth += 1
        if self.depth == 1:
            self.places = [connection.execute_wrappers for connection in connections.all()]
            for wrappers in self.places:
                if self not in wrappers:
                    wrappers.insert(0, self)

    def __exit__(self, *exc_info):
        self.depth -= 1
        if self.depth == 0:
            for wrappers in self.places:
                wrappers[:] = [wrapper for wrapper in wrappers if wrapper is not self]

    @property
    def total(self):
        """Return the milliseconds since the start."""
        return (time.monotonic() - self.began) * 1000

    def report(self):
        """Log once, if slow."""
        if self.reported:
            return
        self.reported = True
        total = self.total
        response_ms, query_ms = self.limits
        if total > response_ms or self.slowest > query_ms:
            log.warning(
                "%s took %.1f ms, with %d queries",
                self.path,
                total,
                self.queries,
                extra={"queries": self.queries, "db_ms": self.db, "total_ms": total},
            )

    def follow(self, response):
        """Count on while a response streams and closes."""
        chunks, close = iter(response.streaming_content), response.close

        def stream():
            """Pass the chunks on."""
            while True:
                try:
                    with self:
                        chunk = next(chunks)
                except StopIteration:
                    break
                except BaseException:
                    self.report()
                    raise
                yield chunk
            self.report()

        def close_and_report():
            """Close what the response holds; that may ask the database too."""
            try:
                with self:
                    close()
            finally:
                self.report()

        response.streaming_content = stream()
        response.close = close_and_report


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        meter = Meter(request.path, (self.response_ms, self.query_ms))
        with meter:
            response = self.get_response(request)
        response.headers["Server-Timing"] = (
            f'db;dur={meter.db:.1f};desc="{meter.queries} queries", total;dur={meter.total:.1f}'
        )
        if response.streaming and not response.is_async:
            meter.follow(response)
        else:
            meter.report()
        return response
