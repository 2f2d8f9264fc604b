"""Right: Django's cursors report to the open blocks of their thread, the connections stay alone."""

import functools
import threading
import time

from django.db.backends.utils import CursorDebugWrapper, CursorWrapper


class Here(threading.local):
    """The open blocks of this thread, and whether it is inside a query."""

    def __init__(self):
        self.blocks = []
        self.busy = False


here = Here()


def timed(method):
    @functools.wraps(method)
    def run(*args, **kwargs):
        if here.busy or not here.blocks:
            return method(*args, **kwargs)
        here.busy = True
        blocks = list(here.blocks)
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return method(*args, **kwargs)
        finally:
            wall = time.perf_counter() - start
            cpu = time.thread_time() - cpu
            here.busy = False
            for block in blocks:
                block.database += wall
                block.database_cpu += cpu

    return run


for cursor_class in (CursorWrapper, CursorDebugWrapper):
    cursor_class.execute = timed(cursor_class.execute)
    cursor_class.executemany = timed(cursor_class.executemany)


class Split:
    def __enter__(self):
        self.database = self.database_cpu = 0.0
        here.blocks.append(self)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def __exit__(self, *error):
        elapsed = time.perf_counter() - self.start
        cpu = time.thread_time() - self.cpu
        here.blocks.remove(self)
        self.python = cpu - self.database_cpu
        self.other = elapsed - self.database - self.python
