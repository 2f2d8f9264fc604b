"""Wrong (apart): one wrapper of a thread books a query to the innermost block only. The outer block's
database lacks the queries of the inner one; they count there as other and python."""

import threading
import time

from django.db import connections

blocks = threading.local()


def measure(execute, sql, params, many, context):
    split = blocks.stack[-1]
    start, cpu = time.perf_counter(), time.thread_time()
    try:
        return execute(sql, params, many, context)
    finally:
        split.cpu_inside += time.thread_time() - cpu
        split.database += time.perf_counter() - start


class Split:
    def __enter__(self):
        self.database = self.cpu_inside = 0.0
        if not hasattr(blocks, "stack"):
            blocks.stack = []
        if not blocks.stack:
            for connection in connections.all():
                connection.execute_wrappers.insert(0, measure)
        blocks.stack.append(self)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def __exit__(self, *error):
        cpu, now = time.thread_time(), time.perf_counter()
        blocks.stack.remove(self)
        if not blocks.stack:
            for connection in connections.all():
                connection.execute_wrappers.remove(measure)
        self.python = cpu - self.cpu - self.cpu_inside
        self.other = now - self.start - self.database - self.python
