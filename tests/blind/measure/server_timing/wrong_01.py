"""WRONG (rule: connections): only the aliases that this thread has used before are wrapped; the queries
of an alias that the view is the first in its thread to use are missing.
"""

import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


@dataclass(eq=False)
class Cost:
    start: float = field(default_factory=time.perf_counter)
    queries: int = 0
    db_ms: float = 0.0
    longest_ms: float = 0.0

    @property
    def total_ms(self) -> float:
        return (time.perf_counter() - self.start) * 1000

    def measure(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent = (time.perf_counter() - start) * 1000
            self.queries += 1
            self.db_ms += spent
            self.longest_ms = max(self.longest_ms, spent)


@contextmanager
def wrapped(wrapper):
    """Put the wrapper around the queries of all connections. It may be there already."""
    here = []
    try:
        for connection in connections.all(initialized_only=True):
            wrappers = connection.execute_wrappers
            if wrapper not in wrappers:
                wrappers.insert(0, wrapper)
                here.append(connection)
        yield
    finally:
        for connection in here:
            connection.execute_wrappers[:] = [
                other for other in connection.execute_wrappers if other != wrapper
            ]


class CountedStream:
    def __init__(self, response, cost, done):
        self.content = response.streaming_content
        self.close_response = response.close
        self.cost = cost
        self.done = done
        self.iterator = None
        self.is_done = False

    def __iter__(self):
        return self

    def __next__(self):
        try:
            with wrapped(self.cost.measure):
                if self.iterator is None:
                    self.iterator = self.started()
                return next(self.iterator)
        except BaseException:
            self.finish()
            raise

    def started(self):
        if hasattr(self.content, "__aiter__"):
            return iter(async_to_sync(self.collect)())
        return iter(self.content)

    async def collect(self):
        return [chunk async for chunk in self.content]

    def finish(self):
        if not self.is_done:
            self.is_done = True
            self.done()

    def close_all(self):
        try:
            with wrapped(self.cost.measure):
                self.close_response()
        finally:
            self.finish()


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        cost = Cost()
        streams = False
        try:
            with wrapped(cost.measure):
                response = self.get_response(request)
            response.headers["Server-Timing"] = (
                f'db;dur={cost.db_ms:.1f};desc="{cost.queries} queries", '
                f"total;dur={cost.total_ms:.1f}"
            )
            streams = response.streaming
        finally:
            if not streams:
                self.tell(request, cost)
        if streams:
            stream = CountedStream(response, cost, lambda: self.tell(request, cost))
            response.streaming_content = stream
            response.close = stream.close_all
        return response

    def tell(self, request, cost):
        total_ms = cost.total_ms
        if total_ms > self.response_ms or cost.longest_ms > self.query_ms:
            numbers = {"queries": cost.queries, "db_ms": cost.db_ms, "total_ms": total_ms}
            log.warning("%s was slow: %s", request.path, numbers, extra=numbers)
