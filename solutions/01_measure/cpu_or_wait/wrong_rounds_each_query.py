"""The time of each query is rounded to a tenth of a millisecond before it is added.

Breaks: exact
Fails: exact
"""

import time

from django.db import connections


class Split:
    def __enter__(self):
        self.queries = []
        self.watched = connections.all()
        for connection in self.watched:
            connection.execute_wrappers.insert(0, self.measure)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def measure(self, execute, sql, params, many, context):
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            cpu = time.thread_time() - cpu
            self.queries.append((round(time.perf_counter() - start, 4), cpu))

    def __exit__(self, *error):
        cpu = time.thread_time() - self.cpu
        elapsed = time.perf_counter() - self.start
        for connection in self.watched:
            connection.execute_wrappers.remove(self.measure)
        self.database = sum(wall for wall, _ in self.queries)
        self.python = cpu - sum(inside for _, inside in self.queries)
        self.other = elapsed - self.database - self.python
