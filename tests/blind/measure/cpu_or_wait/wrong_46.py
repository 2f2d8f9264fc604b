"""exact

Times are added in whole microseconds, each rounded down. It shows with many short queries: half a
microsecond is lost with each, so 5000 of them are more than 1 ms wrong, in two parts.
"""

import threading
import time

from django.db import connections


class Split:
    def __enter__(self):
        self.thread = threading.get_ident()
        self.inside = False
        self.us = self.cpu_us = 0
        self.connections = connections.all()
        for connection in self.connections:
            connection.execute_wrappers.insert(0, self.measure)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def __exit__(self, *error):
        end, cpu = time.perf_counter(), time.thread_time() - self.cpu
        for connection in self.connections:
            connection.execute_wrappers.remove(self.measure)
        self.database = self.us / 1_000_000
        self.python = cpu - self.cpu_us / 1_000_000
        self.other = end - self.start - self.database - self.python

    def measure(self, execute, sql, params, many, context):
        if self.inside or threading.get_ident() != self.thread:
            return execute(sql, params, many, context)
        self.inside = True
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.us += int((time.perf_counter() - start) * 1_000_000)
            self.cpu_us += int((time.thread_time() - cpu) * 1_000_000)
            self.inside = False
