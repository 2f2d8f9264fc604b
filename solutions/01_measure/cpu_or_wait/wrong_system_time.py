"""The system's time can be set, by a time server for instance. Then an hour is missing.

Breaks: exact
Fails: exact
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
        self.start, self.cpu = time.time(), time.thread_time()
        return self

    def around(self, execute, sql, params, many, context):
        start, cpu = time.time(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.time() - start
            self.database_cpu += time.thread_time() - cpu

    def __exit__(self, *error):
        elapsed, cpu = time.time() - self.start, time.thread_time() - self.cpu
        self.wrappers.close()
        self.python = cpu - self.database_cpu
        self.other = elapsed - self.database - self.python
