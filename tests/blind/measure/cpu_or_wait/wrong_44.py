"""python

The CPU time of a failed query counts as Python's, besides being in the database's time. It shows
with queries that fail after much CPU time in execute(), such as a large executemany() with a
duplicate in it.
"""

import threading
import time

from django.db import connections


class Split:
    def __enter__(self):
        self.thread = threading.get_ident()
        self.inside = False
        self.database = self.database_cpu = 0.0
        self.connections = connections.all()
        for connection in self.connections:
            connection.execute_wrappers.insert(0, self.measure)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def __exit__(self, *error):
        end, cpu = time.perf_counter(), time.thread_time() - self.cpu
        for connection in self.connections:
            connection.execute_wrappers.remove(self.measure)
        self.python = cpu - self.database_cpu
        self.other = end - self.start - self.database - self.python

    def measure(self, execute, sql, params, many, context):
        if self.inside or threading.get_ident() != self.thread:
            return execute(sql, params, many, context)
        self.inside = True
        used = 0.0
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            result = execute(sql, params, many, context)
            used = time.thread_time() - cpu
            return result
        finally:
            self.database += time.perf_counter() - start
            self.database_cpu += used
            self.inside = False
