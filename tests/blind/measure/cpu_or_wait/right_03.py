"""Right: whole nanoseconds, a closure as the wrapper, an ExitStack to take it off again."""

import time
from contextlib import ExitStack

from django.db import connections


class Split:
    def __enter__(self):
        spent = {"wall": 0, "cpu": 0}
        inside = False

        def count(execute, sql, params, many, context):
            nonlocal inside
            if inside:
                return execute(sql, params, many, context)
            inside = True
            wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
            try:
                return execute(sql, params, many, context)
            finally:
                spent["wall"] += time.perf_counter_ns() - wall
                spent["cpu"] += time.thread_time_ns() - cpu
                inside = False

        with ExitStack() as stack:
            for connection in connections.all():
                # The first one is the outermost.
                connection.execute_wrappers.insert(0, count)
                stack.callback(connection.execute_wrappers.remove, count)
            self.stack = stack.pop_all()
        self.spent = spent
        self.wall, self.cpu = time.perf_counter_ns(), time.thread_time_ns()
        return self

    def __exit__(self, *error):
        wall = time.perf_counter_ns() - self.wall
        cpu = time.thread_time_ns() - self.cpu
        self.stack.close()
        python = cpu - self.spent["cpu"]
        self.database = self.spent["wall"] / 1e9
        self.python = python / 1e9
        self.other = (wall - self.spent["wall"] - python) / 1e9
        return False
