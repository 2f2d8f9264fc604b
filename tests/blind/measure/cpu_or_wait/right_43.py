"""A stopwatch for each block wraps all its thread's connections, and keeps a list of what each query took; an ExitStack takes it away again."""

import threading
import time
from contextlib import ExitStack
from typing import NamedTuple

from django.db import connections


class Times(NamedTuple):
    """What both clocks say: for all that passes, and for what this thread computes."""

    elapsed: float
    cpu: float

    @classmethod
    def now(cls):
        return cls(time.perf_counter(), time.thread_time())

    def since(self, earlier):
        return Times(self.elapsed - earlier.elapsed, self.cpu - earlier.cpu)


class Stopwatch:
    """Is an execute wrapper, the outermost one, for the thread that has made it."""

    def __init__(self):
        self.thread = threading.current_thread()
        self.queries = []
        self.running = False

    def __call__(self, execute, *query):
        if self.running or threading.current_thread() is not self.thread:
            return execute(*query)
        self.running = True
        start = Times.now()
        try:
            return execute(*query)
        finally:
            self.queries.append(Times.now().since(start))
            self.running = False


class Split:
    def __enter__(self):
        self._watch = Stopwatch()
        with ExitStack() as stack:
            for connection in connections.all():
                connection.execute_wrappers.insert(0, self._watch)
                stack.callback(connection.execute_wrappers.remove, self._watch)
            self._undo = stack.pop_all()
        self._start = Times.now()
        return self

    def __exit__(self, *error):
        spent = Times.now().since(self._start)
        self._undo.close()
        self.database = sum((query.elapsed for query in self._watch.queries), 0.0)
        self.python = spent.cpu - sum(query.cpu for query in self._watch.queries)
        self.other = spent.elapsed - self.database - self.python
