"""RIGHT: a generator-based accumulator: each query's time is sent to it, and it yields the sums."""

import logging
from contextlib import contextmanager
from time import perf_counter
from typing import NamedTuple

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


class Sums(NamedTuple):
    queries: int
    db_ms: float
    longest: float


def accumulator():
    sums = Sums(0, 0.0, 0.0)
    while True:
        ms = yield sums
        if ms is not None:
            sums = Sums(sums.queries + 1, sums.db_ms + ms, max(sums.longest, ms))


def measuring(sums):
    def wrapper(execute, sql, params, many, context):
        start = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            sums.send((perf_counter() - start) * 1000)

    return wrapper


@contextmanager
def on_all_connections(wrapper):
    chosen = [each for each in connections.all() if wrapper not in each.execute_wrappers]
    for connection in dict.fromkeys(chosen):
        connection.execute_wrappers.insert(0, wrapper)
    try:
        yield
    finally:
        for connection in chosen:
            if wrapper in connection.execute_wrappers:
                connection.execute_wrappers.remove(wrapper)


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = perf_counter()
        sums = accumulator()
        next(sums)
        wrapper = measuring(sums)
        report = self.reporter(request, start, sums)
        try:
            with on_all_connections(wrapper):
                response = self.get_response(request)
        except BaseException:
            report.close()
            raise
        known, total = next(sums), (perf_counter() - start) * 1000
        response.headers["Server-Timing"] = (
            f'db;dur={known.db_ms:.1f};desc="{known.queries} queries", total;dur={total:.1f}'
        )
        if response.streaming:
            content, close = response.streaming_content, response.close
            response.streaming_content = self.chunks(content, wrapper, report)

            def close_counted():
                try:
                    with on_all_connections(wrapper):
                        close()
                finally:
                    report.close()

            response.close = close_counted
        else:
            report.close()
        return response

    def reporter(self, request, start, sums):
        """Return a started generator that reports once, when it is closed."""

        def waiting():
            try:
                yield
            finally:
                told = next(sums)
                total = (perf_counter() - start) * 1000
                if total > self.response_ms or told.longest > self.query_ms:
                    cost = {"queries": told.queries, "db_ms": told.db_ms, "total_ms": total}
                    log.warning("%s was slow: %s", request.path, cost, extra=cost)

        report = waiting()
        next(report)
        return report

    @staticmethod
    def chunks(content, wrapper, report):
        end = object()
        try:
            if hasattr(content, "__aiter__"):

                async def collect():
                    return [chunk async for chunk in content]

                with on_all_connections(wrapper):
                    content = async_to_sync(collect)()
            iterator = iter(content)
            while True:
                with on_all_connections(wrapper):
                    chunk = next(iterator, end)
                if chunk is end:
                    break
                yield chunk
        finally:
            report.close()
