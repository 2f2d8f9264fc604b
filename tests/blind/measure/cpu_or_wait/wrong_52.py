"""Breaks "python".

python is all CPU time of the thread, also what execute() itself uses, which is in database already: shows with thousands of queries,
or one with many parameters; then python is too large and other too small, even negative.
"""

import time
from contextlib import ExitStack

from django.db import connections


class Split:
    def __enter__(self):
        self.database = 0.0
        self._stack = ExitStack()
        for connection in connections.all():
            self._stack.enter_context(connection.execute_wrapper(self._measure))
        self._start, self._cpu = time.perf_counter(), time.thread_time()
        return self

    def _measure(self, execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.perf_counter() - start

    def __exit__(self, *error):
        elapsed = time.perf_counter() - self._start
        self.python = time.thread_time() - self._cpu
        self.other = elapsed - self.database - self.python
        self._stack.close()
