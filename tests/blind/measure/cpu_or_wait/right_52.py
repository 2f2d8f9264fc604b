"""Integer nanosecond clocks and an ExitStack that puts a closure in front of the wrappers of each alias and takes it away again."""

import time
from contextlib import ExitStack, contextmanager

from django.db import connections


@contextmanager
def outermost(connection, wrapper):
    connection.execute_wrappers.insert(0, wrapper)
    try:
        yield
    finally:
        connection.execute_wrappers.remove(wrapper)


class Split:
    def __enter__(self):
        self._in_calls = [0, 0]
        self._stack = ExitStack()
        wrapper = self._make_wrapper()
        for alias in connections:
            self._stack.enter_context(outermost(connections[alias], wrapper))
        self._began = time.monotonic_ns(), time.thread_time_ns()
        return self

    def _make_wrapper(self):
        totals, depth = self._in_calls, 0

        def wrapper(execute, *args):
            nonlocal depth
            depth += 1
            elapsed, cpu = time.monotonic_ns(), time.thread_time_ns()
            try:
                return execute(*args)
            finally:
                elapsed, cpu = time.monotonic_ns() - elapsed, time.thread_time_ns() - cpu
                depth -= 1
                if not depth:
                    totals[0] += elapsed
                    totals[1] += cpu

        return wrapper

    def __exit__(self, *error):
        elapsed, cpu = time.monotonic_ns() - self._began[0], time.thread_time_ns() - self._began[1]
        self._stack.close()
        database, cpu_in_calls = self._in_calls
        self.database = database / 1e9
        self.python = (cpu - cpu_in_calls) / 1e9
        self.other = (elapsed - database - cpu + cpu_in_calls) / 1e9
