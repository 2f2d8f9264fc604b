"""One wrapper for each connection and block, which checks its thread and only counts its outermost call; it removes just itself."""

import threading
import time

from django.db import connections


class Calls:
    """Adds up the elapsed time and the CPU time inside execute() and executemany()."""

    def __init__(self):
        self.thread = threading.get_ident()
        self.depth = 0
        self.elapsed = 0.0
        self.cpu = 0.0

    def __call__(self, execute, sql, params, many, context):
        if threading.get_ident() != self.thread or self.depth:
            return execute(sql, params, many, context)
        self.depth = 1
        elapsed = time.monotonic()
        cpu = time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.elapsed += time.monotonic() - elapsed
            self.cpu += time.thread_time() - cpu
            self.depth = 0


class Split:
    database = python = other = 0.0

    def __enter__(self):
        self._calls = Calls()
        self._lists = [connections[alias].execute_wrappers for alias in connections]
        for wrappers in self._lists:
            wrappers.insert(0, self._calls)
        self._elapsed = time.monotonic()
        self._cpu = time.thread_time()
        return self

    def __exit__(self, *error):
        elapsed = time.monotonic() - self._elapsed
        cpu = time.thread_time() - self._cpu
        for wrappers in self._lists:
            wrappers[:] = [wrapper for wrapper in wrappers if wrapper is not self._calls]
        self.database = self._calls.elapsed
        self.python = cpu - self._calls.cpu
        self.other = elapsed - self.database - self.python
