"""Django's cursor is changed once, when this is imported; each thread has a list of its blocks."""

import threading
import time

from django.db.backends.utils import CursorWrapper

mine = threading.local()


def timed(method):
    def call(self, *args, **kwargs):
        # A query that an execute wrapper sends during another is part of that one.
        blocks, mine.blocks = getattr(mine, "blocks", []), []
        start, cpu = time.monotonic(), time.thread_time()
        try:
            return method(self, *args, **kwargs)
        finally:
            took, used = time.monotonic() - start, time.thread_time() - cpu
            mine.blocks = blocks
            for block in blocks:
                block.database += took
                block.inside += used

    return call


CursorWrapper.execute = timed(CursorWrapper.execute)
CursorWrapper.executemany = timed(CursorWrapper.executemany)


class Split:
    def __enter__(self):
        self.database = self.inside = 0.0
        mine.blocks = [*getattr(mine, "blocks", ()), self]
        self.start, self.cpu = time.monotonic(), time.thread_time()
        return self

    def __exit__(self, *error):
        elapsed = time.monotonic() - self.start
        self.python = time.thread_time() - self.cpu - self.inside
        self.other = elapsed - self.database - self.python
        mine.blocks = [block for block in mine.blocks if block is not self]
