"""WRONG (rule: streams): the end is told by a generator's finally; a stream that is closed before its
first chunk was asked for never runs it, and is not logged, slow as it may have been.
"""

import logging
from contextlib import contextmanager
from time import perf_counter

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


class Cost:
    """The queries of one request, in milliseconds."""

    def __init__(self):
        self.start = perf_counter()
        self.times = []

    def measure(self, execute, sql, params, many, context):
        start = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.times.append((perf_counter() - start) * 1000)

    @contextmanager
    def counting(self):
        added = []
        for connection in connections.all():
            if self.measure not in connection.execute_wrappers:
                connection.execute_wrappers.insert(0, self.measure)
                added.append(connection)
        try:
            yield
        finally:
            for connection in added:
                if self.measure in connection.execute_wrappers:
                    connection.execute_wrappers.remove(self.measure)

    def told(self):
        total = (perf_counter() - self.start) * 1000
        return {"queries": len(self.times), "db_ms": sum(self.times), "total_ms": total}


def counted(closer, cost):
    """Return the closer of a response, with its queries counted."""

    def close():
        with cost.counting():
            closer()

    return close


def synchronous(content):
    if hasattr(content, "__aiter__"):

        async def collect():
            return [chunk async for chunk in content]

        return async_to_sync(collect)()
    return content


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        cost = Cost()
        try:
            with cost.counting():
                response = self.get_response(request)
        except BaseException:
            self.tell(request, cost)
            raise
        told = cost.told()
        response.headers["Server-Timing"] = (
            f'db;dur={told["db_ms"]:.1f};desc="{told["queries"]} queries", '
            f"total;dur={told['total_ms']:.1f}"
        )
        if response.streaming:
            closers = response._resource_closers
            closers[:] = [counted(closer, cost) for closer in closers]
            response.streaming_content = self.stream(request, response.streaming_content, cost)
        else:
            self.tell(request, cost)
        return response

    def stream(self, request, content, cost):
        end = object()
        try:
            with cost.counting():
                chunks = iter(synchronous(content))
            while True:
                with cost.counting():
                    chunk = next(chunks, end)
                if chunk is end:
                    break
                yield chunk
        finally:
            self.tell(request, cost)

    def tell(self, request, cost):
        told = cost.told()
        if told["total_ms"] > self.response_ms or max(cost.times, default=0) > self.query_ms:
            log.warning("%s was slow: %s", request.path, told, extra=told)
