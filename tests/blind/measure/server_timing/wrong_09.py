"""WRONG (rule: header): executemany() counts as many queries as it has sets of parameters, not as one
call.
"""

import logging
import threading
import time
from contextlib import contextmanager

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


class _Open(threading.local):
    def __init__(self):
        self.costs = []


_open = _Open()


def _measure(execute, sql, params, many, context):
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        ms = (time.perf_counter() - start) * 1000
        for times in _open.costs:
            times.append(ms)
            times.queries += len(params) if many and hasattr(params, "__len__") else 1


class Times(list):
    """The milliseconds of each call, the number of queries, and a lock on being counted twice."""

    queries = 0

    @contextmanager
    def counted(self):
        if any(times is self for times in _open.costs):
            yield
            return
        added = []
        for connection in connections.all():
            if _measure not in connection.execute_wrappers:
                connection.execute_wrappers.insert(0, _measure)
                added.append(connection)
        _open.costs.append(self)
        try:
            yield
        finally:
            _open.costs[:] = [times for times in _open.costs if times is not self]
            for connection in added:
                if _measure in connection.execute_wrappers:
                    connection.execute_wrappers.remove(_measure)


class Chunks:
    def __init__(self, content, times, finish):
        self.content = content
        self.times = times
        self.finish = finish
        self.iterator = None

    def __iter__(self):
        return self

    def __next__(self):
        try:
            with self.times.counted():
                if self.iterator is None:
                    self.iterator = iter(self.all_of() if self.is_async() else self.content)
                return next(self.iterator)
        except BaseException:
            self.close()
            raise

    def is_async(self):
        return hasattr(self.content, "__aiter__")

    def all_of(self):
        async def collect():
            return [chunk async for chunk in self.content]

        return async_to_sync(collect)()

    def close(self):
        if self.finish is not None:
            finish, self.finish = self.finish, None
            finish()


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        times = Times()

        def finish():
            self.finish(request, times, (time.perf_counter() - start) * 1000)

        try:
            with times.counted():
                response = self.get_response(request)
        except BaseException:
            finish()
            raise
        total = (time.perf_counter() - start) * 1000
        response.headers["Server-Timing"] = (
            f'db;dur={sum(times):.1f};desc="{times.queries} queries", total;dur={total:.1f}'
        )
        if response.streaming:
            for place, closer in enumerate(response._resource_closers):
                response._resource_closers[place] = times.counted()(closer)
            response.streaming_content = Chunks(response.streaming_content, times, finish)
        else:
            self.finish(request, times, total)
        return response

    def finish(self, request, times, total):
        if total > self.response_ms or max(times, default=0) > self.query_ms:
            cost = {"queries": times.queries, "db_ms": sum(times), "total_ms": total}
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
