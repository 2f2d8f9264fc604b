"""A list of times instead of sums, and only Django's older way to write a middleware."""

import logging
import time

from django.db import connections
from django.utils.deprecation import MiddlewareMixin

log = logging.getLogger("arena.slow_responses")


class Meter:
    def __init__(self):
        self.start = time.perf_counter_ns()
        self.times = []

    def __call__(self, execute, *args):
        start = time.perf_counter_ns()
        try:
            return execute(*args)
        finally:
            self.times.append((time.perf_counter_ns() - start) / 1e6)

    def __enter__(self):
        for connection in connections.all():
            connection.execute_wrappers.insert(0, self)
        return self

    def __exit__(self, *error):
        for connection in connections.all():
            if self in connection.execute_wrappers:
                connection.execute_wrappers.remove(self)

    def costs(self):
        total = (time.perf_counter_ns() - self.start) / 1e6
        return {"queries": len(self.times), "db_ms": sum(self.times), "total_ms": total}


class Chunks:
    """The chunks of a response, and its close()."""

    def __init__(self, response, meter, done):
        self.chunks, self.meter, self.done = iter(response.streaming_content), meter, done
        self.close_response = response.close
        response.streaming_content, response.close = self, self.end

    def __iter__(self):
        return self

    def __next__(self):
        with self.meter:
            return next(self.chunks)

    def end(self):
        try:
            with self.meter:
                self.close_response()
        finally:
            self.done()


class ServerTiming(MiddlewareMixin):
    """Reports in a header what a response cost, and logs the slow ones."""

    sync_capable, async_capable = True, False
    response_ms = 100
    query_ms = 20

    def __call__(self, request):
        with Meter() as meter:
            response = self.get_response(request)
        costs = meter.costs()
        db, total = costs["db_ms"], costs["total_ms"]
        response["Server-Timing"] = (
            f'db;dur={db:.1f};desc="{costs["queries"]} queries", total;dur={total:.1f}'
        )

        def done():
            self.judge(request, meter)

        if response.streaming:
            Chunks(response, meter, done)
        else:
            done()
        return response

    def judge(self, request, meter):
        costs = meter.costs()
        if costs["total_ms"] > self.response_ms or max(meter.times, default=0) > self.query_ms:
            log.warning(f"GET {request.path}: {costs}", extra=costs)
