"""WRONG (rule: threads): the longest query is kept on the middleware, which all threads share; a slow
query in one request has a quick one that runs at the same time logged, or a new one hides it.
"""

import logging
import time

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


class Cost:
    """Counts the calls of execute() and executemany() in this thread while it is entered."""

    def __init__(self, middleware):
        self.middleware = middleware
        middleware.longest = 0.0
        self.start = time.perf_counter()
        self.queries = 0
        self.db_ms = 0.0
        self._entered = []

    def __call__(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent = (time.perf_counter() - start) * 1000
            self.queries += 1
            self.db_ms += spent
            self.middleware.longest = max(self.middleware.longest, spent)

    def __enter__(self):
        added = []
        for connection in connections.all():
            if self not in connection.execute_wrappers:
                connection.execute_wrappers.insert(0, self)
                added.append(connection)
        self._entered.append(added)
        return self

    def __exit__(self, *exception):
        for connection in self._entered.pop():
            if self in connection.execute_wrappers:
                connection.execute_wrappers.remove(self)

    def told(self):
        total = (time.perf_counter() - self.start) * 1000
        return {"queries": self.queries, "db_ms": self.db_ms, "total_ms": total}


class Stream:
    """Chunks that are counted while they are made."""

    def __init__(self, content, cost, finish):
        self._content, self._cost, self._finish = content, cost, finish
        self._chunks = None

    def __iter__(self):
        return self

    def __next__(self):
        try:
            with self._cost:
                if self._chunks is None:
                    self._chunks = _iterate(self._content)
                return next(self._chunks)
        except BaseException:  # the end, too
            self.close()
            raise

    def close(self):
        finish, self._finish = self._finish, None
        if finish is not None:
            finish()


def _iterate(content):
    if not hasattr(content, "__aiter__"):
        return iter(content)

    async def collect():
        return [chunk async for chunk in content]

    return iter(async_to_sync(collect)())


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response
        self.longest = 0.0

    def __call__(self, request):
        cost = Cost(self)
        try:
            with cost:
                response = self.get_response(request)
        except BaseException:
            self.log_if_slow(request, cost, cost.told())
            raise
        told = cost.told()
        response.headers["Server-Timing"] = (
            f'db;dur={told["db_ms"]:.1f};desc="{told["queries"]} queries", '
            f"total;dur={told['total_ms']:.1f}"
        )
        if response.streaming:
            # What the view's own iterator does when it is closed belongs to its cost.
            closers = response._resource_closers
            closers[:] = [self.counted(closer, cost) for closer in closers]
            response.streaming_content = Stream(
                response.streaming_content,
                cost,
                lambda: self.log_if_slow(request, cost, cost.told()),
            )
        else:
            self.log_if_slow(request, cost, told)
        return response

    @staticmethod
    def counted(closer, cost):
        def close():
            with cost:
                closer()

        return close

    def log_if_slow(self, request, cost, told):
        if told["total_ms"] > self.response_ms or self.longest > self.query_ms:
            log.warning("%s was slow: %s", request.path, told, extra=told)
