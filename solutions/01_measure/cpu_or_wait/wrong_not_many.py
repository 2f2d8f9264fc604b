"""Django's executemany() does not pass the method that is replaced here.

Breaks: database
Fails: answer
"""

import threading
import time

from django.db.backends.utils import CursorWrapper

mine = threading.local()
execute = CursorWrapper.execute


def timed(self, sql, params=None):
    start, cpu = time.perf_counter(), time.thread_time()
    try:
        return execute(self, sql, params)
    finally:
        for block in getattr(mine, "blocks", ()):
            block.database += time.perf_counter() - start
            block.inside += time.thread_time() - cpu


CursorWrapper.execute = timed


class Split:
    def __enter__(self):
        self.database = self.inside = 0.0
        mine.blocks = [*getattr(mine, "blocks", ()), self]
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def __exit__(self, *error):
        elapsed = time.perf_counter() - self.start
        self.python = time.thread_time() - self.cpu - self.inside
        self.other = elapsed - self.database - self.python
        mine.blocks.remove(self)
