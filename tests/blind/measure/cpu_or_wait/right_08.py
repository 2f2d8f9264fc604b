"""Right: whole nanoseconds, and a stopwatch that is a wrapper object of its own."""

import time

from django.db import connections


class Stopwatch:
    def __init__(self):
        self.wall = self.cpu = 0
        self.depth = 0

    def __call__(self, execute, sql, params, many, context):
        self.depth += 1
        if self.depth == 1:
            wall, cpu = time.monotonic_ns(), time.thread_time_ns()
        try:
            return execute(sql, params, many, context)
        finally:
            self.depth -= 1
            if self.depth == 0:
                self.cpu += time.thread_time_ns() - cpu
                self.wall += time.monotonic_ns() - wall


class Split:
    def __enter__(self):
        self.watch = Stopwatch()
        self.hooked = [connections[alias].execute_wrappers for alias in connections]
        for wrappers in self.hooked:
            wrappers.insert(0, self.watch)
        self.start = time.monotonic_ns()
        self.cpu = time.thread_time_ns()
        return self

    def __exit__(self, kind, error, traceback):
        cpu = time.thread_time_ns() - self.cpu
        elapsed = time.monotonic_ns() - self.start
        for wrappers in self.hooked:
            wrappers[:] = [wrapper for wrapper in wrappers if wrapper is not self.watch]
        python = cpu - self.watch.cpu
        self.database = self.watch.wall / 1e9
        self.python = python / 1e9
        self.other = (elapsed - self.watch.wall - python) / 1e9
        return False
