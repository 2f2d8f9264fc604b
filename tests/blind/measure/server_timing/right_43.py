"""Measures step by step: each step wraps all the thread's aliases, and leaves them as they were."""

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import get_ident
from time import perf_counter

from django.db import connections
from django.http import StreamingHttpResponse

log = logging.getLogger("arena.slow_responses")


@dataclass
class Cost:
    """The queries of a request, in milliseconds each."""

    began: float = field(default_factory=perf_counter)
    times: list = field(default_factory=list)

    @contextmanager
    def step(self):
        """Count this thread's queries, of every alias, until the block ends."""
        thread = get_ident()

        def count(execute, sql, params, many, context):
            if get_ident() != thread:
                return execute(sql, params, many, context)
            start = perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                self.times.append((perf_counter() - start) * 1000)

        watched = connections.all()  # makes no connection to any database
        for connection in watched:
            connection.execute_wrappers.insert(0, count)
        try:
            yield
        finally:
            for connection in watched:
                if count in connection.execute_wrappers:
                    connection.execute_wrappers.remove(count)

    def summary(self):
        """Return what the log says."""
        total = (perf_counter() - self.began) * 1000
        return {"queries": len(self.times), "db_ms": sum(self.times), "total_ms": total}


class Counted:
    """The chunks of a response and its close(), each of them a step."""

    def __init__(self, response, cost, end):
        self.cost = cost
        self.end = end
        self.ended = False
        self.close_response = response.close
        self.source = StreamingHttpResponse(response.streaming_content)
        self.chunks = None

    def __iter__(self):
        return self

    def __next__(self):
        try:
            with self.cost.step():
                if self.chunks is None:
                    self.chunks = iter(self.source)
                return next(self.chunks)
        except BaseException:
            self.finish()
            raise

    def finish(self):
        """Report, the first time."""
        if not self.ended:
            self.ended = True
            self.end()

    def close_all(self):
        """Close the response, which may still ask the database."""
        try:
            with self.cost.step():
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

        def end():
            summary = cost.summary()
            slowest = max(cost.times, default=0)
            if summary["total_ms"] > self.response_ms or slowest > self.query_ms:
                log.warning("%s was slow: %s", request.path, summary, extra=summary)

        try:
            with cost.step():
                response = self.get_response(request)
        except BaseException:
            end()
            raise
        known = cost.summary()
        response.headers["Server-Timing"] = 'db;dur={:.1f};desc="{} queries", total;dur={:.1f}'.format(
            known["db_ms"], known["queries"], known["total_ms"]
        )
        if response.streaming:
            counted = Counted(response, cost, end)
            file = getattr(response, "file_to_stream", None)
            response.streaming_content = counted
            if file is not None:
                response.file_to_stream = file
            response.close = counted.close_all
        else:
            end()
        return response
