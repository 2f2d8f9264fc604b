"""Breaks threads (requests count apart): each thread has one count, which every request begins anew.

When a thread serves another request before a stream is read to its end (or a view calls another
page inside), the first one goes on with the other's numbers: its log has wrong queries and db_ms."""

import logging
import threading
import time
from contextlib import contextmanager

from django.db import connections
from django.http import StreamingHttpResponse

log = logging.getLogger("arena.slow_responses")


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response
        self.local = threading.local()

    def count(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.local.times.append((time.perf_counter() - start) * 1000)

    @contextmanager
    def counting(self):
        watched = [c for c in connections.all() if self.count not in c.execute_wrappers]
        for connection in watched:
            connection.execute_wrappers.insert(0, self.count)
        try:
            yield
        finally:
            for connection in watched:
                connection.execute_wrappers.remove(self.count)

    def __call__(self, request):
        start = time.perf_counter()
        self.local.times = []
        try:
            with self.counting():
                response = self.get_response(request)
        except BaseException:
            self.report(request, start)
            raise
        times = self.local.times
        total = (time.perf_counter() - start) * 1000
        response.headers["Server-Timing"] = (
            f'db;dur={sum(times):.1f};desc="{len(times)} queries", total;dur={total:.1f}'
        )
        if not response.streaming:
            self.report(request, start)
            return response

        reported = []

        def finish():
            if not reported:
                reported.append(True)
                self.report(request, start)

        close = response.close

        def counted_close():
            try:
                with self.counting():
                    close()
            finally:
                finish()

        response.streaming_content = self.watch(response.streaming_content, finish)
        response.close = counted_close
        return response

    def watch(self, chunks, finish):
        chunks = iter(StreamingHttpResponse(chunks))
        try:
            while True:
                with self.counting():
                    try:
                        chunk = next(chunks)
                    except StopIteration:
                        break
                yield chunk
        except GeneratorExit:
            raise
        except BaseException:
            finish()
            raise
        finish()

    def report(self, request, start):
        times = self.local.times
        total = (time.perf_counter() - start) * 1000
        if total > self.response_ms or max(times, default=0) > self.query_ms:
            cost = {"queries": len(times), "db_ms": sum(times), "total_ms": total}
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
