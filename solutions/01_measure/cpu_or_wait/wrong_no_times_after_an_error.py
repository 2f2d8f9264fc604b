"""A generator goes on after yield only if no exception is raised there.

Breaks: errors
Fails: errors
"""

import time
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

from django.db import connections


@contextmanager
def Split():
    seen = SimpleNamespace(database=0.0, inside=0.0, python=0.0, other=0.0)

    def around(execute, *args):
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(*args)
        finally:
            seen.database += time.perf_counter() - start
            seen.inside += time.thread_time() - cpu

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(around))
        start, cpu = time.perf_counter(), time.thread_time()
        yield seen
        seen.python = time.thread_time() - cpu - seen.inside
        seen.other = time.perf_counter() - start - seen.database - seen.python
