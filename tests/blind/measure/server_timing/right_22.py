"""RIGHT: functions and closures; a generator, started at once so that close() always ends it, streams on."""

import logging
import time
from contextlib import ExitStack, suppress
from threading import get_ident

from django.db import connections

log = logging.getLogger("arena.slow_responses")


def remove(wrappers, wrapper):
    """Take a wrapper away, wherever it is by now."""
    with suppress(ValueError):
        wrappers.remove(wrapper)


def watching(times):
    """Return a context manager that notes each query of this thread in times."""
    thread = get_ident()

    def note(execute, sql, params, many, context):
        """Run a query."""
        begin = time.perf_counter_ns()
        try:
            return execute(sql, params, many, context)
        finally:
            if get_ident() == thread:
                times.append((time.perf_counter_ns() - begin) / 1e6)

    with ExitStack() as stack:
        for alias in connections:
            wrappers = connections[alias].execute_wrappers
            if note not in wrappers:
                wrappers.insert(0, note)
                stack.callback(remove, wrappers, note)
        return stack.pop_all()


def watched(times, function):
    """Return the function, with its queries noted."""

    def call(*args):
        """Call it."""
        with watching(times):
            return function(*args)

    return call


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter_ns()
        times = []

        def elapsed():
            """Return the milliseconds since the start."""
            return (time.perf_counter_ns() - start) / 1e6

        def finish():
            """Log the response if it was slow."""
            total = elapsed()
            if total > self.response_ms or any(ms > self.query_ms for ms in times):
                extra = {"queries": len(times), "db_ms": sum(times), "total_ms": total}
                log.warning("slow response: %s", request.path, extra=extra)

        def stream(chunks):
            """Pass the chunks on."""
            done = object()
            step = watched(times, lambda: next(chunks, done))
            try:
                yield b""
                while (chunk := step()) is not done:
                    yield chunk
            finally:
                finish()

        response = watched(times, self.get_response)(request)
        response.headers["Server-Timing"] = (
            f'db;dur={sum(times):.1f};desc="{len(times)} queries", total;dur={elapsed():.1f}'
        )
        if response.streaming and not response.is_async:
            response._resource_closers = [
                watched(times, closer) for closer in response._resource_closers
            ]
            chunks = stream(iter(response.streaming_content))
            next(chunks)
            response.streaming_content = chunks
        else:
            finish()
        return response
