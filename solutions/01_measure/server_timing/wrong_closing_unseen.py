"""Logs in the close() of its own stream. Django has closed the view's generator before that, so the
queries of its finally are not counted.

Breaks: streams
Fails: in_turn
"""

import logging
import time
from contextlib import contextmanager

from django.db import connections

log = logging.getLogger("arena.slow_responses")


class Cost:
    def __init__(self):
        self.start = time.perf_counter()
        self.queries, self.db_ms, self.slowest_ms = 0, 0.0, 0.0

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - start) * 1000
            self.queries += 1
            self.db_ms += ms
            self.slowest_ms = max(self.slowest_ms, ms)

    @contextmanager
    def counting(self):
        counted = connections.all()
        for connection in counted:
            connection.execute_wrappers.insert(0, self)
        try:
            yield
        finally:
            for connection in counted:
                connection.execute_wrappers.remove(self)

    @property
    def total_ms(self):
        return (time.perf_counter() - self.start) * 1000


class Stream:
    """Passes chunks on, and calls done() once: at the end, after an error, or when closed."""

    def __init__(self, chunks, cost, done):
        self.chunks, self.cost, self.done = iter(chunks), cost, done

    def __iter__(self):
        return self

    def __next__(self):
        try:
            with self.cost.counting():
                return next(self.chunks)
        except BaseException:  # StopIteration too, which is the end
            self.close()
            raise

    def close(self):
        done, self.done = self.done, None
        if done:
            done()


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
            f'db;dur={cost.db_ms:.1f};desc="{cost.queries} queries", total;dur={cost.total_ms:.1f}'
        )
        if response.streaming:
            response.streaming_content = Stream(
                response.streaming_content, cost, lambda: self.judge(request, cost)
            )
        else:
            self.judge(request, cost)
        return response

    def judge(self, request, cost):
        total_ms = cost.total_ms
        if total_ms > self.response_ms or cost.slowest_ms > self.query_ms:
            extra = {"queries": cost.queries, "db_ms": cost.db_ms, "total_ms": total_ms}
            log.warning("%s was slow: %s", request.path, extra, extra=extra)
