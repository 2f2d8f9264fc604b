"""Wrong: apart: while a block is open, the queries of all threads count, not only this thread's."""

import time

from django.db.backends.utils import CursorWrapper

blocks = []
run_wrappers = CursorWrapper._execute_with_wrappers


def timed(self, sql, params, many, executor):
    start, cpu = time.perf_counter(), time.thread_time()
    try:
        return run_wrappers(self, sql, params, many, executor)
    finally:
        wall, cpu = time.perf_counter() - start, time.thread_time() - cpu
        for block in list(blocks):
            block.database += wall
            block.database_cpu += cpu


CursorWrapper._execute_with_wrappers = timed


class Split:
    def __enter__(self):
        self.database = self.database_cpu = 0.0
        blocks.append(self)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def __exit__(self, *error):
        elapsed = time.perf_counter() - self.start
        cpu = time.thread_time() - self.cpu
        blocks.remove(self)
        self.python = cpu - self.database_cpu
        self.other = elapsed - self.database - self.python
