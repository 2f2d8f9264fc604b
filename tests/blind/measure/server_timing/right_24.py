"""Right: a meter for each request; while a chunk is made or the response closed, it watches."""

import logging
import time

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")
END = object()


class Meter:
    """Counts the queries of this thread within a with block."""

    def __init__(self):
        self.start = time.perf_counter()
        self.queries = 0
        self.db_ms = 0.0
        self.longest_ms = 0.0
        self.depth = 0
        self.watched = None

    @property
    def total_ms(self):
        return (time.perf_counter() - self.start) * 1000

    def __enter__(self):
        self.watched = connections.all()
        for connection in self.watched:
            connection.execute_wrappers.insert(0, self.measure)

    def __exit__(self, *error):
        for connection in self.watched:
            if self.measure in connection.execute_wrappers:
                connection.execute_wrappers.remove(self.measure)

    def measure(self, execute, sql, params, many, context):
        self.queries += 1
        self.depth += 1
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - start) * 1000
            self.depth -= 1
            if not self.depth:
                self.db_ms += ms
            self.longest_ms = max(self.longest_ms, ms)


async def collected(chunks):
    return [chunk async for chunk in chunks]


class Stream:
    """Passes chunks on, and says when there are no more."""

    def __init__(self, chunks, is_async, meter, finish):
        self.chunks, self.is_async = chunks, is_async
        self.meter, self.finish = meter, finish

    def __iter__(self):
        return self

    def __next__(self):
        try:
            with self.meter:
                if self.is_async:
                    self.chunks = iter(async_to_sync(collected)(self.chunks))
                    self.is_async = False
                chunk = next(self.chunks, END)
        except BaseException:
            self.finish()
            raise
        if chunk is END:
            self.finish()
            raise StopIteration
        return chunk


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        meter = Meter()
        with meter:
            response = self.get_response(request)
        response.headers["Server-Timing"] = (
            f'db;dur={meter.db_ms:.1f};desc="{meter.queries} queries", '
            f"total;dur={meter.total_ms:.1f}"
        )
        if response.streaming:
            self.follow(request, response, meter)
        else:
            self.report(request, meter)
        return response

    def follow(self, request, response, meter):
        finished = False

        def finish():
            nonlocal finished
            if not finished:
                finished = True
                self.report(request, meter)

        close = response.close

        def watched_close():
            try:
                if finished:
                    close()
                else:
                    with meter:
                        close()
            finally:
                finish()

        response.streaming_content = Stream(
            response.streaming_content, response.is_async, meter, finish
        )
        response.close = watched_close

    def report(self, request, meter):
        total = meter.total_ms
        if total > self.response_ms or meter.longest_ms > self.query_ms:
            cost = {"queries": meter.queries, "db_ms": meter.db_ms, "total_ms": total}
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
