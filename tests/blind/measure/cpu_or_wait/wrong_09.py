"""Wrong (database): watches only the aliases that this thread has used before the block. The queries
of an alias that is first used within the block count as other and python."""

import time

from django.db import connections


class Split:
    def __enter__(self):
        self.database = self.python = self.other = 0.0
        self.cpu_inside = 0.0
        self.watched = connections.all(initialized_only=True)
        for connection in self.watched:
            connection.execute_wrappers.insert(0, self.measure)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def measure(self, execute, sql, params, many, context):
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.cpu_inside += time.thread_time() - cpu
            self.database += time.perf_counter() - start

    def __exit__(self, *error):
        cpu, now = time.thread_time(), time.perf_counter()
        for connection in self.watched:
            connection.execute_wrappers.remove(self.measure)
        self.python = cpu - self.cpu - self.cpu_inside
        self.other = now - self.start - self.database - self.python
