"""WRONG (rule: unchanged): execute_wrapper() takes out the last wrapper, whosever it is. If a stream
keeps one of its own open from one chunk to the next, that one goes and this one stays.
"""

import logging
from contextlib import ExitStack
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

    def counting(self):
        stack = ExitStack()
        for connection in connections.all():
            if self.measure not in connection.execute_wrappers:
                stack.enter_context(connection.execute_wrapper(self.measure))
        return stack

    def told(self):
        total = (perf_counter() - self.start) * 1000
        return {"queries": len(self.times), "db_ms": sum(self.times), "total_ms": total}


class Stream:
    """Chunks that are counted while they are made."""

    def __init__(self, content, cost, finish):
        self.content, self.cost, self.finish = content, cost, finish
        self.chunks = None

    def __iter__(self):
        return self

    def __next__(self):
        try:
            with self.cost.counting():
                if self.chunks is None:
                    self.chunks = iter(self.synchronous())
                return next(self.chunks)
        except BaseException:
            self.close()
            raise

    def synchronous(self):
        if not hasattr(self.content, "__aiter__"):
            return self.content

        async def collect():
            return [chunk async for chunk in self.content]

        return async_to_sync(collect)()

    def close(self):
        finish, self.finish = self.finish, None
        if finish is not None:
            finish()


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        cost = Cost()

        def finish():
            told = cost.told()
            if told["total_ms"] > self.response_ms or max(cost.times, default=0) > self.query_ms:
                log.warning("%s was slow: %s", request.path, told, extra=told)

        try:
            with cost.counting():
                response = self.get_response(request)
        except BaseException:
            finish()
            raise
        told = cost.told()
        response.headers["Server-Timing"] = (
            f'db;dur={told["db_ms"]:.1f};desc="{told["queries"]} queries", '
            f"total;dur={told['total_ms']:.1f}"
        )
        if response.streaming:
            stream = Stream(response.streaming_content, cost, finish)
            close = response.close

            def counted_close():
                try:
                    with cost.counting():
                        close()
                finally:
                    stream.close()

            response.streaming_content = stream
            response.close = counted_close
        else:
            finish()
        return response
