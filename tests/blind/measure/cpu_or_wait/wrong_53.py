"""Breaks "database".

The wrapper adds the time only after a call that succeeded: a query that fails, after a lock or statement timeout of a second for
example, counts as other.
"""

import time
from contextlib import ExitStack

from django.db import connections


class Split:
    def __enter__(self):
        self.database = 0.0
        self.cpu_in_queries = 0.0
        self.stack = ExitStack()
        for connection in connections.all():
            self.stack.enter_context(connection.execute_wrapper(self.wrap))
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def wrap(self, execute, sql, params, many, context):
        start, cpu = time.perf_counter(), time.thread_time()
        result = execute(sql, params, many, context)
        self.database += time.perf_counter() - start
        self.cpu_in_queries += time.thread_time() - cpu
        return result

    def __exit__(self, *error):
        elapsed, cpu = time.perf_counter() - self.start, time.thread_time() - self.cpu
        self.stack.close()
        self.python = cpu - self.cpu_in_queries
        self.other = elapsed - self.database - self.python
