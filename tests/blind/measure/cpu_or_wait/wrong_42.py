"""database

The queries of other threads count as well. It shows with a connection that threads share
(inc_thread_sharing()), when another thread uses it during the block.
"""

import time

from django.db import connections


class Split:
    def __enter__(self):
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
        if self.inside:
            return execute(sql, params, many, context)
        self.inside = True
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.perf_counter() - start
            self.database_cpu += time.thread_time() - cpu
            self.inside = False
