"""Wrong (exact): each query's time is rounded to a millisecond before it is added, as in
connection.queries. A thousand queries of 0.3 ms count as nothing, and of 0.6 ms as a second."""

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
            self.queries.append((round(time.perf_counter() - start, 3), cpu))

    def __exit__(self, *error):
        cpu = time.thread_time() - self.cpu
        elapsed = time.perf_counter() - self.start
        for connection in self.watched:
            connection.execute_wrappers.remove(self.measure)
        self.database = sum(wall for wall, _ in self.queries)
        self.python = cpu - sum(inside for _, inside in self.queries)
        self.other = elapsed - self.database - self.python
