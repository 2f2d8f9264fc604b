"""Right: closures and a list of times, a generator for streams, the response's own close()."""

import contextlib
import logging
import time

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


@contextlib.contextmanager
def recorded(times):
    """Append the milliseconds of each query of this thread to a list."""
    running = []

    def record(execute, sql, params, many, context):
        nested = bool(running)
        running.append(True)
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = (time.perf_counter() - start) * 1000
            running.pop()
            times.append((took, nested))

    lists = [connections[alias].execute_wrappers for alias in connections]
    for wrappers in lists:
        wrappers.insert(0, record)
    try:
        yield
    finally:
        for wrappers in lists:
            wrappers[:] = [wrapper for wrapper in wrappers if wrapper is not record]


async def to_list(source):
    return [chunk async for chunk in source]


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        times = []
        ended = []

        def cost():
            return {
                "queries": len(times),
                "db_ms": sum(ms for ms, nested in times if not nested),
                "total_ms": (time.perf_counter() - start) * 1000,
            }

        def end():
            if ended:
                return
            ended.append(True)
            result = cost()
            slowest = max((ms for ms, _ in times), default=0)
            if result["total_ms"] > self.response_ms or slowest > self.query_ms:
                log.warning("%s was slow: %s", request.path, result, extra=result)

        with recorded(times):
            response = self.get_response(request)
        response.headers["Server-Timing"] = (
            'db;dur={db_ms:.1f};desc="{queries} queries", total;dur={total_ms:.1f}'.format(**cost())
        )
        if not response.streaming:
            end()
            return response

        content, is_async, close = response.streaming_content, response.is_async, response.close

        def chunks():
            source = content
            try:
                if is_async:
                    with recorded(times):
                        source = iter(async_to_sync(to_list)(source))
                while True:
                    with recorded(times):
                        chunk = next(source, None)
                    if chunk is None:
                        break
                    yield chunk
            except Exception:
                end()
                raise
            end()

        def close_and_end():
            with contextlib.nullcontext() if ended else recorded(times):
                close()
            end()

        response.streaming_content = chunks()
        response.close = close_and_end
        return response
