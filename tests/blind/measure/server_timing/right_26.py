"""Right: one object for each request does it all; it takes over what the response has to close."""

import functools
import logging
from time import perf_counter

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


def watched(method):
    """Make a method of Cost count the queries that are sent within it."""

    @functools.wraps(method)
    def wrapper(self, *args):
        hooks = []
        try:
            for connection in connections.all():
                connection.execute_wrappers.insert(0, self)
                hooks.append(connection.execute_wrappers)
            return method(self, *args)
        finally:
            for wrappers in hooks:
                for place, found in enumerate(wrappers):
                    if found is self:
                        del wrappers[place]
                        break

    return wrapper


class Cost:
    def __init__(self, middleware, request):
        self.middleware, self.request = middleware, request
        self.start = perf_counter()
        self.queries, self.db, self.longest = 0, 0.0, 0.0
        self.inside = self.done = False

    def __call__(self, execute, sql, params, many, context):
        """Count a query: this is an execute wrapper."""
        self.queries += 1
        outermost = not self.inside
        self.inside = True
        begin = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds = perf_counter() - begin
            self.longest = max(self.longest, seconds)
            if outermost:
                self.inside = False
                self.db += seconds

    @watched
    def answer(self):
        return self.middleware.get_response(self.request)

    @watched
    def next_chunk(self):
        if self.is_async:
            self.is_async = False
            self.chunks = iter(async_to_sync(everything)(self.chunks))
        return next(self.chunks, None)

    @watched
    def close_inner(self):
        for close in self.closers:
            try:
                close()
            except Exception:  # As Django does.
                pass

    def close(self):
        self.close_inner()
        self.finish()

    def stream(self):
        while True:
            try:
                chunk = self.next_chunk()
            except BaseException:
                self.finish()
                raise
            if chunk is None:
                break
            yield chunk
        self.finish()

    def follow(self, response):
        self.chunks, self.is_async = response.streaming_content, response.is_async
        response.streaming_content = self.stream()
        # Also those of a stream that nobody reads, which has no "finally" to run.
        self.closers = list(response._resource_closers)
        response._resource_closers[:] = [self.close]

    def header(self):
        total = (perf_counter() - self.start) * 1000
        return (
            f'db;dur={self.db * 1000:.1f};desc="{self.queries} queries", total;dur={total:.1f}'
        )

    def finish(self):
        if self.done:
            return
        self.done = True
        total = (perf_counter() - self.start) * 1000
        limits = self.middleware
        if total > limits.response_ms or self.longest * 1000 > limits.query_ms:
            log.warning(
                "%s took %.1f ms, %.1f ms of them in %d queries",
                self.request.path,
                total,
                self.db * 1000,
                self.queries,
                extra={"queries": self.queries, "db_ms": self.db * 1000, "total_ms": total},
            )


async def everything(chunks):
    return [chunk async for chunk in chunks]


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        cost = Cost(self, request)
        response = cost.answer()
        response.headers["Server-Timing"] = cost.header()
        if response.streaming:
            cost.follow(response)
        else:
            cost.finish()
        return response
