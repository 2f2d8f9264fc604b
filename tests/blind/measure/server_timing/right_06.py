"""RIGHT: a tally and a wrapper for each alias, made when the alias is first met; the sums are built
from them in the end.
"""

import logging
import time

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


class AliasTally:
    """What one alias cost."""

    def __init__(self):
        self.calls = 0
        self.ms = 0.0
        self.longest = 0.0

    def wrapper(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - start) * 1000
            self.calls += 1
            self.ms += ms
            self.longest = max(self.longest, ms)


class RequestTally:
    def __init__(self):
        self.start = time.perf_counter()
        self.by_alias = {}
        self.depth = 0
        self.wrapped = []

    def call(self, function, *args):
        """Call the function, counting its queries."""
        self.depth += 1
        if self.depth == 1:
            self._wrap()
        try:
            return function(*args)
        finally:
            self.depth -= 1
            if self.depth == 0:
                self._unwrap()

    def _wrap(self):
        seen = set()
        for alias in connections:
            connection = connections[alias]
            if id(connection) not in seen:
                seen.add(id(connection))
                wrapper = self.by_alias.setdefault(alias, AliasTally()).wrapper
                connection.execute_wrappers.insert(0, wrapper)
                self.wrapped.append((connection, wrapper))

    def _unwrap(self):
        while self.wrapped:
            connection, wrapper = self.wrapped.pop()
            if wrapper in connection.execute_wrappers:
                connection.execute_wrappers.remove(wrapper)

    def cost(self):
        tallies = self.by_alias.values()
        return {
            "queries": sum(tally.calls for tally in tallies),
            "db_ms": sum(tally.ms for tally in tallies),
            "total_ms": (time.perf_counter() - self.start) * 1000,
        }

    def longest(self):
        return max((tally.longest for tally in self.by_alias.values()), default=0)


class TalliedStream:
    def __init__(self, content, tally, finish):
        self.content, self.tally, self.finish = content, tally, finish
        self.chunks = None

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return self.tally.call(self._next)
        except BaseException:
            self.close()
            raise

    def _next(self):
        if self.chunks is None:
            content = self.content
            if hasattr(content, "__aiter__"):
                content = async_to_sync(self._collect)()
            self.chunks = iter(content)
        return next(self.chunks)

    async def _collect(self):
        return [chunk async for chunk in self.content]

    def close(self):
        finish, self.finish = self.finish, lambda: None
        finish()


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        tally = RequestTally()

        def finish():
            cost = tally.cost()
            if cost["total_ms"] > self.response_ms or tally.longest() > self.query_ms:
                log.warning("%s was slow: %s", request.path, cost, extra=cost)

        try:
            response = tally.call(self.get_response, request)
        except BaseException:
            finish()
            raise
        response.headers["Server-Timing"] = (
            'db;dur={db_ms:.1f};desc="{queries} queries", total;dur={total_ms:.1f}'
        ).format_map(tally.cost())
        if response.streaming:
            stream = TalliedStream(response.streaming_content, tally, finish)
            close = response.close

            def tallied_close():
                try:
                    tally.call(close)
                finally:
                    stream.close()

            response.streaming_content = stream
            response.close = tallied_close
        else:
            finish()
        return response
