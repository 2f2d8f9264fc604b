"""Hooks once, on import, into the method that all of Django's cursors send queries through."""

import functools
import logging
import threading
import time

from django.db.backends.utils import CursorWrapper
from django.http import StreamingHttpResponse

log = logging.getLogger("arena.slow_responses")


class _Active(threading.local):
    """The tallies that count in this thread now: usually one, more when requests are nested."""

    def __init__(self):
        self.tallies = []


_active = _Active()


class Tally:
    """What one request cost so far. Entered, it counts the queries of this thread."""

    def __init__(self):
        self.begin = time.perf_counter()
        self.times = []

    def __enter__(self):
        _active.tallies.append(self)

    def __exit__(self, *exc_info):
        _active.tallies.pop()

    def cost(self):
        total = (time.perf_counter() - self.begin) * 1000
        return {"queries": len(self.times), "db_ms": sum(self.times), "total_ms": total}


def _hook(send):
    @functools.wraps(send)
    def timed(self, *args, **kwargs):
        counting = {id(tally): tally for tally in _active.tallies}.values()
        if not counting:
            return send(self, *args, **kwargs)
        start = time.perf_counter()
        try:
            return send(self, *args, **kwargs)
        finally:
            ms = (time.perf_counter() - start) * 1000
            for tally in counting:
                tally.times.append(ms)

    return timed


CursorWrapper._execute_with_wrappers = _hook(CursorWrapper._execute_with_wrappers)


class ServerTiming:
    """Reports in a header what a response cost, and logs the slow ones."""

    response_ms = 100
    query_ms = 20

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        tally = Tally()
        log_once = _once(lambda: self.log_if_slow(request, tally))
        try:
            with tally:
                response = self.get_response(request)
        except BaseException:
            log_once()
            raise
        cost = tally.cost()
        response.headers["Server-Timing"] = (
            f'db;dur={cost["db_ms"]:.1f};desc="{cost["queries"]} queries", '
            f'total;dur={cost["total_ms"]:.1f}'
        )
        if not response.streaming:
            log_once()
            return response

        file = getattr(response, "file_to_stream", None)
        response.streaming_content = _counted(response.streaming_content, tally, log_once)
        if file is not None:
            response.file_to_stream = file
        response.close = _closing(response.close, tally, log_once)
        return response

    def log_if_slow(self, request, tally):
        cost = tally.cost()
        if cost["total_ms"] > self.response_ms or max(tally.times, default=0) > self.query_ms:
            log.warning("%s was slow: %s", request.path, cost, extra=cost)


def _once(function):
    waiting = [function]

    def call():
        if waiting:
            waiting.pop()()

    return call


def _counted(content, tally, log_once):
    """Pass chunks on; the tally counts only while the response makes one."""
    source = StreamingHttpResponse(content)
    chunks = None
    closed = False
    try:
        while True:
            with tally:
                if chunks is None:
                    chunks = iter(source)
                try:
                    chunk = next(chunks)
                except StopIteration:
                    break
            yield chunk
    except GeneratorExit:
        closed = True  # the server closes the response; that logs, after all that it closes
        raise
    finally:
        if not closed:
            log_once()


def _closing(close, tally, log_once):
    def counted_close():
        try:
            with tally:
                close()
        finally:
            log_once()

    return counted_close
