"""RIGHT: partial() makes the wrapper, iter(function, sentinel) the stream; itertools.chain starts the
view's iterator with the first chunk.
"""

import logging
from contextlib import contextmanager
from functools import partial
from itertools import chain
from time import perf_counter_ns

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")

END = object()


def timed(spent, execute, *call):
    start = perf_counter_ns()
    try:
        return execute(*call)
    finally:
        spent.append(perf_counter_ns() - start)


@contextmanager
def around_queries(wrapper):
    added = []
    for connection in connections.all():
        if wrapper not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, wrapper)
            added.append(connection)
    try:
        yield
    finally:
        for connection in added:
            if wrapper in connection.execute_wrappers:
                connection.execute_wrappers.remove(wrapper)


def synchronous(content):
    if hasattr(content, "__aiter__"):

        async def collect():
            return [chunk async for chunk in content]

        return async_to_sync(collect)()
    return content


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start, spent = perf_counter_ns(), []
        wrapper = partial(timed, spent)
        finish = partial(self.finish, request, start, spent)
        try:
            with around_queries(wrapper):
                response = self.get_response(request)
        except BaseException:
            finish()
            raise
        total = (perf_counter_ns() - start) / 1e6
        response.headers["Server-Timing"] = (
            f'db;dur={sum(spent) / 1e6:.1f};desc="{len(spent)} queries", total;dur={total:.1f}'
        )
        if response.streaming:
            self.follow(response, wrapper, finish)
        else:
            finish()
        return response

    def follow(self, response, wrapper, finish):
        """Count the queries of the chunks and of the end, and finish once."""
        waiting = [finish]
        source = chain.from_iterable(map(synchronous, [response.streaming_content]))
        close = response.close

        def end():
            while waiting:
                waiting.pop()()

        def next_chunk():
            try:
                with around_queries(wrapper):
                    chunk = next(source, END)
            except BaseException:
                end()
                raise
            if chunk is END:
                end()
            return chunk

        def close_and_end():
            try:
                with around_queries(wrapper):
                    close()
            finally:
                end()

        response.streaming_content = iter(next_chunk, END)
        response.close = close_and_end

    def finish(self, request, start, spent):
        total = (perf_counter_ns() - start) / 1e6
        if total > self.response_ms or max(spent, default=0) / 1e6 > self.query_ms:
            cost = {"queries": len(spent), "db_ms": sum(spent) / 1e6, "total_ms": total}
            log.warning("%s was slow: %s", request.path, cost, extra=cost)
