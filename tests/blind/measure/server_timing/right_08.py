"""RIGHT: an ExitStack of callbacks takes the wrappers out; the view's closers are closed within the
stream's own close(), in their order.
"""

import logging
import time
from contextlib import ExitStack

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


class Watch:
    def __init__(self, middleware, request):
        self.middleware = middleware
        self.request = request
        self.start = time.monotonic_ns()
        self.times = []
        self.finished = False

    def execute(self, execute, sql, params, many, context):
        start = time.perf_counter_ns()
        try:
            return execute(sql, params, many, context)
        finally:
            self.times.append((time.perf_counter_ns() - start) / 1_000_000)

    def on(self):
        """Return a context in which queries are counted, each once."""
        stack = ExitStack()
        for connection in connections.all():
            if self.execute not in connection.execute_wrappers:
                connection.execute_wrappers.insert(0, self.execute)
                stack.callback(self.off, connection)
        return stack

    def off(self, connection):
        try:
            connection.execute_wrappers.remove(self.execute)
        except ValueError:  # somebody emptied the list
            pass

    @property
    def cost(self):
        return {
            "queries": len(self.times),
            "db_ms": float(sum(self.times)),
            "total_ms": (time.monotonic_ns() - self.start) / 1_000_000,
        }

    def finish(self):
        if self.finished:
            return
        self.finished = True
        cost = self.cost
        too_long = cost["total_ms"] > self.middleware.response_ms
        if too_long or max(self.times, default=0) > self.middleware.query_ms:
            log.warning("%s was slow: %s", self.request.path, cost, extra=cost)


class WatchedStream:
    def __init__(self, watch, response):
        self.watch = watch
        self.content = response.streaming_content
        self.closers = response._resource_closers[:]
        self.source = None
        response._resource_closers.clear()
        response.streaming_content = self  # its close() is the closer now

    def __iter__(self):
        return self

    def __next__(self):
        try:
            with self.watch.on():
                if self.source is None:
                    self.source = self.begin()
                return next(self.source)
        except BaseException:
            self.watch.finish()
            raise

    def begin(self):
        if not hasattr(self.content, "__aiter__"):
            return iter(self.content)

        async def collect():
            return [chunk async for chunk in self.content]

        return iter(async_to_sync(collect)())

    def close(self):
        closers, self.closers = self.closers, []
        with self.watch.on():
            for closer in closers:
                try:
                    closer()
                except Exception:
                    pass  # as in HttpResponseBase.close()
        self.watch.finish()


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        watch = Watch(self, request)
        try:
            with watch.on():
                response = self.get_response(request)
        except BaseException:
            watch.finish()
            raise
        cost = watch.cost
        response.headers["Server-Timing"] = (
            f'db;dur={cost["db_ms"]:.1f};desc="{cost["queries"]} queries", '
            f"total;dur={cost['total_ms']:.1f}"
        )
        if response.streaming:
            WatchedStream(watch, response)
        else:
            watch.finish()
        return response
