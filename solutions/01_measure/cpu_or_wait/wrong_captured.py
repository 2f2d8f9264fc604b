"""Django records the seconds of a query with three digits: 0.4 ms are 0.000.

Breaks: exact
Fails: exact
"""

import time
from contextlib import ExitStack

from django.db import connections
from django.test.utils import CaptureQueriesContext


class Split:
    def __enter__(self):
        self.stack, self.database_cpu = ExitStack(), 0.0
        self.captured = [
            self.stack.enter_context(CaptureQueriesContext(one)) for one in connections.all()
        ]
        for connection in connections.all():
            self.stack.enter_context(connection.execute_wrapper(self.around))
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def around(self, execute, *args):
        cpu = time.thread_time()
        try:
            return execute(*args)
        finally:
            self.database_cpu += time.thread_time() - cpu

    def __exit__(self, *error):
        elapsed = time.perf_counter() - self.start
        self.python = time.thread_time() - self.cpu - self.database_cpu
        self.stack.close()
        self.database = sum(float(query["time"]) for one in self.captured for query in one)
        self.other = elapsed - self.database - self.python
