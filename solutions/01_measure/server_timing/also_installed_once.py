"""One wrapper stays on each connection; a context variable says for which request it counts."""

import logging
import time
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.db import connections
from django.db.backends.signals import connection_created

log = logging.getLogger("arena.slow_responses")
current = ContextVar("current", default=None)


def count(execute, sql, params, many, context):
    times = current.get()
    if times is None:
        return execute(sql, params, many, context)
    start = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        times.append((time.monotonic() - start) * 1000)


def attach(connection, **kwargs):
    if count not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, count)


@contextmanager
def counting(times):
    before = current.set(times)
    try:
        yield
    finally:
        current.reset(before)


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response
        connection_created.connect(attach)
        for connection in connections.all(initialized_only=True):
            attach(connection)

    def __call__(self, request):
        start, times = time.monotonic(), []
        with counting(times):
            response = self.get_response(request)
        total = (time.monotonic() - start) * 1000
        response["Server-Timing"] = (
            f'db;dur={sum(times):.1f};desc="{len(times)} queries", total;dur={total:.1f}'
        )
        if response.streaming:
            response.streaming_content = self.stream(response.streaming_content, times)
            response.close = partial(self.close, response.close, request, start, times)
        else:
            self.judge(request, total, times)
        return response

    def stream(self, content, times):
        chunks, end = iter(content), object()
        while True:
            with counting(times):
                chunk = next(chunks, end)
            if chunk is end:
                return
            yield chunk

    def close(self, close, request, start, times):
        try:
            with counting(times):
                close()
        finally:
            self.judge(request, (time.monotonic() - start) * 1000, times)

    def judge(self, request, total, times):
        if total > self.response_ms or any(ms > self.query_ms for ms in times):
            cost = {"queries": len(times), "db_ms": sum(times), "total_ms": total}
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
