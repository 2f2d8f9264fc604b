"""Django's cursors are hooked once for the process; each thread keeps a list of its open blocks, and an execute() tells those what it took that are not inside of another one."""

import functools
import threading
import time

from django.db.backends.utils import CursorWrapper


class _Thread(threading.local):
    """The blocks that are open in a thread."""

    def __init__(self):
        self.blocks = []


_thread = _Thread()


def _timed(method):
    @functools.wraps(method)
    def timed(*args, **kwargs):
        blocks = [block for block in _thread.blocks if not block.executing]
        if not blocks:
            return method(*args, **kwargs)
        for block in blocks:
            block.executing = True
        begin, cpu_begin = time.monotonic(), time.thread_time()
        try:
            return method(*args, **kwargs)
        finally:
            # The clocks are read in the same order as above, so that neither gets more.
            elapsed, cpu = time.monotonic() - begin, time.thread_time() - cpu_begin
            for block in blocks:
                block.add(elapsed, cpu)

    return timed


CursorWrapper.execute = _timed(CursorWrapper.execute)
CursorWrapper.executemany = _timed(CursorWrapper.executemany)


class Split:
    def __enter__(self):
        self.database = self.python = self.other = 0.0
        self.database_cpu = 0.0
        self.executing = False
        _thread.blocks.append(self)
        self.begin, self.cpu_begin = time.monotonic(), time.thread_time()
        return self

    def add(self, elapsed, cpu):
        self.executing = False
        self.database += elapsed
        self.database_cpu += cpu

    def __exit__(self, *error):
        elapsed, cpu = time.monotonic() - self.begin, time.thread_time() - self.cpu_begin
        _thread.blocks.remove(self)
        self.python = cpu - self.database_cpu
        self.other = elapsed - self.database - self.python
