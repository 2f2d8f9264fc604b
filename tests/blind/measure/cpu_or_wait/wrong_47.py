"""unchanged

Each connection gets back the wrappers that it had at the beginning. It shows when the block begins
with an execute_wrapper() that goes on after it (or ends one from before): that wrapper is gone, and
leaving its own block fails.
"""

import threading
import time

from django.db import connections


class Split:
    def __enter__(self):
        self.thread = threading.get_ident()
        self.inside = False
        self.database = self.database_cpu = 0.0
        self.before = [(c, list(c.execute_wrappers)) for c in connections.all()]
        for connection, _ in self.before:
            connection.execute_wrappers.insert(0, self.measure)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def __exit__(self, *error):
        end, cpu = time.perf_counter(), time.thread_time() - self.cpu
        for connection, wrappers in self.before:
            connection.execute_wrappers[:] = wrappers
        self.python = cpu - self.database_cpu
        self.other = end - self.start - self.database - self.python

    def measure(self, execute, sql, params, many, context):
        if self.inside or threading.get_ident() != self.thread:
            return execute(sql, params, many, context)
        self.inside = True
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.perf_counter() - start
            self.database_cpu += time.thread_time() - cpu
            self.inside = False
