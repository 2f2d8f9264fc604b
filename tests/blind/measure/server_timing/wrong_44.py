"""Breaks header (milliseconds in all calls, failed ones too) and slow: a failed query counts as 0 ms.

A query that a statement_timeout ends after 80 ms is in "1 queries", but its time is neither in db
nor in db_ms, and a page that takes 90 ms makes no warning for it."""

import logging
import threading
import time
from contextlib import contextmanager

from django.db import connections
from django.db.backends.signals import connection_created
from django.http import StreamingHttpResponse

log = logging.getLogger("arena.slow_responses")
_thread = threading.local()


def _running():
    """Return this thread's running meters, each with the connections that it was put on."""
    if not hasattr(_thread, "meters"):
        _thread.meters = []
    return _thread.meters


def _opened(connection, **kwargs):
    """Put the running meters on a connection that opens now."""
    for meter, attached in _running():
        meter.attach(connection, attached)


connection_created.connect(_opened)


class Meter:
    """Counts and times the queries of one request; it is an execute wrapper."""

    def __init__(self):
        self.start = time.perf_counter()
        self.queries = 0
        self.db_ms = 0.0
        self.longest_ms = 0.0

    def __call__(self, execute, sql, params, many, context):
        if not any(meter is self for meter, _ in _running()):
            return execute(sql, params, many, context)  # a connection that threads share
        self.queries += 1
        start = time.perf_counter()
        result = execute(sql, params, many, context)
        ms = (time.perf_counter() - start) * 1000
        self.db_ms += ms
        self.longest_ms = max(self.longest_ms, ms)
        return result

    def attach(self, connection, attached):
        """Go before all other wrappers of a connection, which end their blocks with pop()."""
        if self not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, self)
            attached.append(connection)

    @contextmanager
    def running(self):
        """Count what this thread sends to any database meanwhile."""
        attached = []
        for connection in connections.all(initialized_only=True):
            self.attach(connection, attached)
        _running().append((self, attached))
        try:
            yield
        finally:
            _running().pop()
            for connection in attached:
                if self in connection.execute_wrappers:
                    connection.execute_wrappers.remove(self)

    def total_ms(self):
        """Return the time since the request came."""
        return (time.perf_counter() - self.start) * 1000


class Stream:
    """Iterates over a streaming response, and counts what each chunk costs."""

    def __init__(self, chunks, meter, finished):
        self.source = StreamingHttpResponse(chunks)  # reads asynchronous chunks as Django does
        self.chunks = None
        self.meter = meter
        self.finished = finished

    def __iter__(self):
        return self

    def __next__(self):
        try:
            with self.meter.running():
                if self.chunks is None:
                    self.chunks = iter(self.source)
                return next(self.chunks)
        except BaseException:  # StopIteration, too
            self.finished()
            raise


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        meter = Meter()
        try:
            with meter.running():
                response = self.get_response(request)
        except BaseException:
            self.report(request, meter)
            raise
        response.headers["Server-Timing"] = (
            f'db;dur={meter.db_ms:.1f};desc="{meter.queries} queries", '
            f"total;dur={meter.total_ms():.1f}"
        )
        if response.streaming:
            self.follow(request, response, meter)
        else:
            self.report(request, meter)
        return response

    def follow(self, request, response, meter):
        """Go on counting in a streaming response, and report once at its end."""
        reported = False

        def finished():
            nonlocal reported
            if not reported:
                reported = True
                self.report(request, meter)

        original_close = response.close

        def close():
            try:
                with meter.running():
                    original_close()
            finally:
                finished()

        file = getattr(response, "file_to_stream", None)
        response.streaming_content = Stream(response.streaming_content, meter, finished)
        if file is not None:
            response.file_to_stream = file  # the server may still send the file by itself
        response.close = close

    def report(self, request, meter):
        """Log the request, if it was slow."""
        total_ms = meter.total_ms()
        if total_ms > self.response_ms or meter.longest_ms > self.query_ms:
            cost = {"queries": meter.queries, "db_ms": meter.db_ms, "total_ms": total_ms}
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
