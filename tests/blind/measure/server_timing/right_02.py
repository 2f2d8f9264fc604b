"""RIGHT: closures in __call__; a generator for the chunks, and the response's own close() replaced, so
that a stream which never started is told too.
"""

import logging
from contextlib import contextmanager
from time import perf_counter

from asgiref.sync import async_to_sync
from django.db import connections

log = logging.getLogger("arena.slow_responses")


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = perf_counter()
        times = []
        told = False

        def record(execute, sql, params, many, context):
            before = perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                times.append(1000 * (perf_counter() - before))

        @contextmanager
        def recording():
            watched = [one for one in connections.all() if record not in one.execute_wrappers]
            for connection in watched:
                connection.execute_wrappers.insert(0, record)
            try:
                yield
            finally:
                for connection in watched:
                    if record in connection.execute_wrappers:
                        connection.execute_wrappers.remove(record)

        def finish(total=None):
            nonlocal told
            if told:
                return
            told = True
            if total is None:
                total = 1000 * (perf_counter() - start)
            if total > self.response_ms or any(spent > self.query_ms for spent in times):
                cost = {"queries": len(times), "db_ms": sum(times), "total_ms": total}
                log.warning("%s was slow: %s", request.path, cost, extra=cost)

        try:
            with recording():
                response = self.get_response(request)
        except BaseException:
            finish()
            raise

        total = 1000 * (perf_counter() - start)
        response.headers["Server-Timing"] = (
            f'db;dur={sum(times):.1f};desc="{len(times)} queries", total;dur={total:.1f}'
        )
        if not response.streaming:
            finish(total)
            return response

        content, close = response.streaming_content, response.close

        def chunks():
            try:
                with recording():
                    iterator = iter(collected(content) if response_was_async else content)
                while True:
                    try:
                        with recording():
                            chunk = next(iterator)
                    except StopIteration:
                        break
                    yield chunk
            finally:
                finish()

        def counted_close():
            try:
                with recording():
                    close()
            finally:
                finish()

        response_was_async = response.is_async
        response.streaming_content = chunks()
        response.close = counted_close
        return response


def collected(content):
    """Return the chunks of an asynchronous stream, as Django does under WSGI."""

    async def collect():
        return [chunk async for chunk in content]

    return async_to_sync(collect)()
