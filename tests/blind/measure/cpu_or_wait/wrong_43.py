"""database

Only connections that this thread has used before are measured. It shows when the block's query is
the first over its connection: in a new thread, or with a second entry of DATABASES.
"""

import threading
import time

from django.db import connections


class Split:
    def __enter__(self):
        self.thread = threading.get_ident()
        self.inside = False
        self.database = self.database_cpu = 0.0
        self.connections = connections.all(initialized_only=True)
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
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.perf_counter() - start
            self.database_cpu += time.thread_time() - cpu
            self.inside = False
