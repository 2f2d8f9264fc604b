"""RIGHT: an array of doubles; the wrapper tells threads apart by their id too, should two of them share
a connection; decorators instead of with blocks.
"""

import logging
import threading
import time
from array import array

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


class Recorder:
    def __init__(self):
        self.start = time.perf_counter()
        self.ms = array("d")
        self.thread = None

    def __call__(self, execute, sql, params, many, context):
        if threading.get_ident() != self.thread:
            return execute(sql, params, many, context)
        before = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.ms.append((time.perf_counter() - before) * 1000)

    def recorded(self, function):
        """Return a function whose queries are recorded, also if it calls another such one."""

        def wrapper(*args):
            if self.thread is not None:
                return function(*args)
            self.thread = threading.get_ident()
            touched = list({id(one): one for one in connections.all()}.values())
            try:
                for connection in touched:
                    connection.execute_wrappers.insert(0, self)
                return function(*args)
            finally:
                for connection in touched:
                    if self in connection.execute_wrappers:
                        connection.execute_wrappers.remove(self)
                self.thread = None

        return wrapper

    def summary(self):
        total = (time.perf_counter() - self.start) * 1000
        return {"queries": len(self.ms), "db_ms": sum(self.ms), "total_ms": total}


class Recorded:
    """An iterator over a stream, which calls `finish` once: at its end, its failure or its closing."""

    def __init__(self, content, recorder, finish):
        self.content = content
        self.finish = finish
        self.source = None
        self.advance = recorder.recorded(self.advance_unrecorded)

    def advance_unrecorded(self):
        if self.source is None:
            if hasattr(self.content, "__aiter__"):
                self.content = async_to_sync(self.collect)()
            self.source = iter(self.content)
        return next(self.source)

    async def collect(self):
        return [chunk async for chunk in self.content]

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return self.advance()
        except BaseException:
            self.close()
            raise

    def close(self):
        if self.finish:
            finish, self.finish = self.finish, None
            finish()


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        recorder = Recorder()

        def finish():
            cost = recorder.summary()
            slowest = max(recorder.ms, default=0)
            if cost["total_ms"] > self.response_ms or slowest > self.query_ms:
                log.warning("%s was slow: %s", request.path, cost, extra=cost)

        try:
            response = recorder.recorded(self.get_response)(request)
        except BaseException:
            finish()
            raise
        cost = recorder.summary()
        response.headers["Server-Timing"] = (
            f'db;dur={cost["db_ms"]:.1f};desc="{cost["queries"]} queries", '
            f"total;dur={cost['total_ms']:.1f}"
        )
        if response.streaming:
            closers = response._resource_closers
            closers[:] = map(recorder.recorded, closers)
            response.streaming_content = Recorded(response.streaming_content, recorder, finish)
        else:
            finish()
        return response
