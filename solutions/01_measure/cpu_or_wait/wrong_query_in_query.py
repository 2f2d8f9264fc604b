"""A query that an execute wrapper sends during another, such as EXPLAIN, counts twice.

Breaks: database
Fails: unchanged
"""

import time
from contextlib import ExitStack

from django.db import connections


class Split:
    def __enter__(self):
        self.database = self.database_cpu = 0.0
        self.wrappers = ExitStack()
        for connection in connections.all():
            self.wrappers.enter_context(connection.execute_wrapper(self.around))
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def around(self, execute, sql, params, many, context):
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.perf_counter() - start
            self.database_cpu += time.thread_time() - cpu

    def __exit__(self, *error):
        elapsed, cpu = time.perf_counter() - self.start, time.thread_time() - self.cpu
        self.wrappers.close()
        self.python = cpu - self.database_cpu
        self.other = elapsed - self.database - self.python
