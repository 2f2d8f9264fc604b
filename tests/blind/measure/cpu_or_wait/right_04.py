"""Right: one meter for each thread runs while a block is open; blocks note where it stood."""

import threading
import time

from django.db import connections


class Meter(threading.local):
    def __init__(self):
        self.open_blocks = 0
        self.depth = 0
        self.database = 0.0
        self.database_cpu = 0.0
        self.watched = []
        # One function for this thread, so that it can be found and taken off again.
        self.wrapper = self.make_wrapper()

    def make_wrapper(self):
        def wrapper(execute, sql, params, many, context):
            self.depth += 1
            start, cpu = time.monotonic(), time.thread_time()
            try:
                return execute(sql, params, many, context)
            finally:
                self.depth -= 1
                if self.depth == 0:
                    self.database += time.monotonic() - start
                    self.database_cpu += time.thread_time() - cpu

        return wrapper

    def begin(self):
        if self.open_blocks == 0:
            self.watched = connections.all()
            for connection in self.watched:
                connection.execute_wrappers.insert(0, self.wrapper)
        self.open_blocks += 1

    def end(self):
        self.open_blocks -= 1
        if self.open_blocks == 0:
            for connection in self.watched:
                connection.execute_wrappers.remove(self.wrapper)
            self.watched = []

    def read(self):
        return time.monotonic(), time.thread_time(), self.database, self.database_cpu


meter = Meter()


class Split:
    def __enter__(self):
        meter.begin()
        self.before = meter.read()
        return self

    def __exit__(self, *error):
        after = meter.read()
        meter.end()
        elapsed, cpu, database, database_cpu = (
            new - old for new, old in zip(after, self.before, strict=True)
        )
        self.database = database
        self.python = cpu - database_cpu
        self.other = elapsed - self.database - self.python
