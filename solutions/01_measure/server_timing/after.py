"""One counter for each request, around the view, each chunk of a stream, and its close()."""

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


def chunk_by_chunk(content, cost):
    """Pass chunks on, and count while one is made, not between two."""
    chunks = iter(content)
    while True:
        with cost.counting():
            try:
                chunk = next(chunks)
            except StopIteration:
                return
        yield chunk


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
            self.follow(request, response, cost)
        else:
            self.judge(request, cost)
        return response

    def follow(self, request, response, cost):
        response.streaming_content = chunk_by_chunk(response.streaming_content, cost)
        close = response.close

        def close_and_judge():  # the server calls this after the last chunk, or when all ends early
            try:
                with cost.counting():  # a view's generator may query the database in its finally
                    close()
            finally:
                self.judge(request, cost)

        response.close = close_and_judge

    def judge(self, request, cost):
        total_ms = cost.total_ms
        if total_ms > self.response_ms or cost.slowest_ms > self.query_ms:
            extra = {"queries": cost.queries, "db_ms": cost.db_ms, "total_ms": total_ms}
            log.warning("%s was slow: %s", request.path, extra, extra=extra)
