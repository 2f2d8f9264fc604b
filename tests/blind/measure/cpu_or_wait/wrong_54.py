"""Breaks "database".

Only connections that exist at the start of the block are measured: in a thread that sends its first query in the block, or uses an
alias there for the first time, database stays 0.
"""

import time

from django.db import connections


class Split:
    def __enter__(self):
        self.database = self._cpu_inside = 0.0
        self._measured = connections.all(initialized_only=True)
        for connection in self._measured:
            connection.execute_wrappers.insert(0, self._measure)
        self._start = time.perf_counter(), time.thread_time()
        return self

    def _measure(self, execute, sql, params, many, context):
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.perf_counter() - start
            self._cpu_inside += time.thread_time() - cpu

    def __exit__(self, *error):
        elapsed, cpu = time.perf_counter() - self._start[0], time.thread_time() - self._start[1]
        for connection in self._measured:
            connection.execute_wrappers.remove(self._measure)
        self.python = cpu - self._cpu_inside
        self.other = elapsed - self.database - self.python
