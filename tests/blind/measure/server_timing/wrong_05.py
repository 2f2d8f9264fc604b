"""WRONG (rule: threads): the wrappers stay from the view to the end of its stream; what the thread asks
for another request, which it serves between two chunks, counts as this one's.
"""

import logging
import time
from collections.abc import Generator

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


class Meter:
    def __init__(self):
        self.began = time.perf_counter()
        self.calls = []
        self.running = 0
        self.on = []

    def around(self, execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.calls.append((began, time.perf_counter()))

    def start(self):
        self.running += 1
        if self.running == 1:
            for connection in connections.all():
                if self.around not in connection.execute_wrappers:
                    connection.execute_wrappers.insert(0, self.around)
                    self.on.append(connection)

    def stop(self):
        self.running -= 1
        if self.running == 0:
            for connection in self.on:
                if self.around in connection.execute_wrappers:
                    connection.execute_wrappers.remove(self.around)
            self.on.clear()

    def read(self):
        """Return what is told, and the milliseconds of the longest call."""
        times = [(ended - began) * 1000 for began, ended in self.calls]
        total = (time.perf_counter() - self.began) * 1000
        cost = {"queries": len(times), "db_ms": sum(times, 0.0), "total_ms": total}
        return cost, max(times, default=0.0)


class MeteredStream(Generator):
    def __init__(self, content, meter, finish):
        self.content = content
        self.meter = meter
        self.finish = finish
        self.chunks = None
        self.ended = False

    def send(self, value):
        if self.ended:
            raise StopIteration
        try:
            if self.chunks is None:
                self.chunks = iter(self.collected() if self.is_async else self.content)
            return next(self.chunks)
        except BaseException:
            self.end()
            raise

    def throw(self, kind, value=None, traceback=None):
        self.end()
        if value is None:
            value = kind() if isinstance(kind, type) else kind
        raise value

    def end(self):
        if not self.ended:
            self.ended = True
            self.meter.stop()
            self.finish()

    @property
    def is_async(self):
        return hasattr(self.content, "__aiter__")

    def collected(self):
        async def collect():
            return [chunk async for chunk in self.content]

        return async_to_sync(collect)()


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        meter = Meter()
        meter.start()
        try:
            response = self.get_response(request)
        except BaseException:
            meter.stop()
            self.log_slow(request, *meter.read())
            raise
        cost, longest = meter.read()
        response.headers["Server-Timing"] = (
            f'db;dur={cost["db_ms"]:.1f};desc="{cost["queries"]} queries", '
            f"total;dur={cost['total_ms']:.1f}"
        )
        if not response.streaming:
            meter.stop()
            self.log_slow(request, cost, longest)
            return response

        # Some queries are still to come: the stream stops the meter.
        stream = MeteredStream(
            response.streaming_content, meter, lambda: self.log_slow(request, *meter.read())
        )
        close = response.close

        def close_and_end():
            try:
                close()
            finally:
                stream.end()

        response.streaming_content = stream
        response.close = close_and_end
        return response

    def log_slow(self, request, cost, longest):
        if cost["total_ms"] > self.response_ms or longest > self.query_ms:
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
