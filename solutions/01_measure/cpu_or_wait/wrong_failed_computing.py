"""The CPU time of a query that fails is Python's too.

Breaks: python
Fails: answer
"""

import time
from contextlib import ExitStack

from django.db import connections


class Split:
    def __enter__(self):
        self.database = self.database_cpu = 0.0
        self.in_query = False
        self.wrappers = ExitStack()
        for connection in connections.all():
            self.wrappers.enter_context(connection.execute_wrapper(self.around))
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def around(self, execute, sql, params, many, context):
        if self.in_query:  # another wrapper has sent this query, inside one that is measured
            return execute(sql, params, many, context)
        self.in_query = True
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            result = execute(sql, params, many, context)
            self.database_cpu += time.thread_time() - cpu
            return result
        finally:
            self.database += time.perf_counter() - start
            self.in_query = False

    def __exit__(self, *error):
        elapsed, cpu = time.perf_counter() - self.start, time.thread_time() - self.cpu
        self.wrappers.close()
        self.python = cpu - self.database_cpu
        self.other = elapsed - self.database - self.python
