"""Right: an outermost execute wrapper on every alias, taken away by identity."""

import time

from django.db import connections


class Split:
    def __enter__(self):
        self.database = self.python = self.other = 0.0
        self.inside = 0
        self.cpu_inside = 0.0
        self.watched = connections.all()
        for connection in self.watched:
            connection.execute_wrappers.insert(0, self.measure)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def measure(self, execute, sql, params, many, context):
        if self.inside:
            return execute(sql, params, many, context)
        self.inside = 1
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.cpu_inside += time.thread_time() - cpu
            self.database += time.perf_counter() - start
            self.inside = 0

    def __exit__(self, *error):
        cpu, now = time.thread_time(), time.perf_counter()
        for connection in self.watched:
            wrappers = connection.execute_wrappers
            if self.measure in wrappers:
                wrappers.remove(self.measure)
        self.python = cpu - self.cpu - self.cpu_inside
        self.other = now - self.start - self.database - self.python
