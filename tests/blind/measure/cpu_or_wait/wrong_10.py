"""Wrong (python): the CPU time within execute() stays in python (and other is that much too small).
Shows with thousands of short queries, or with one that has large parameters."""

import time

from django.db import connections


class Split:
    def __enter__(self):
        self.database = self.python = self.other = 0.0
        self.watched = connections.all()
        for connection in self.watched:
            connection.execute_wrappers.insert(0, self.measure)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def measure(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.perf_counter() - start

    def __exit__(self, *error):
        self.python = time.thread_time() - self.cpu
        elapsed = time.perf_counter() - self.start
        for connection in self.watched:
            connection.execute_wrappers.remove(self.measure)
        self.other = max(elapsed - self.database - self.python, 0.0)
