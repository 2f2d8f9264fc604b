"""Right: a generator holds the block; each query is noted as a pair and added up at the end."""

import math
import time
from contextlib import contextmanager

from django.db import connections


def now():
    return time.monotonic(), time.thread_time()


def since(before):
    return tuple(new - old for new, old in zip(now(), before, strict=True))


@contextmanager
def noted_queries():
    """Yield a list that gets (elapsed, CPU) of each query of this thread."""
    queries = []
    running = []

    def note(execute, *args):
        if running:
            return execute(*args)
        running.append(True)
        before = now()
        try:
            return execute(*args)
        finally:
            queries.append(since(before))
            running.pop()

    watched = list(connections.all())
    for connection in watched:
        connection.execute_wrappers.insert(0, note)
    try:
        yield queries
    finally:
        for connection in watched:
            connection.execute_wrappers.remove(note)


class Split:
    def __enter__(self):
        self.noted = noted_queries()
        self.queries = self.noted.__enter__()
        self.before = now()
        return self

    def __exit__(self, *error):
        elapsed, cpu = since(self.before)
        self.noted.__exit__(None, None, None)
        self.database = math.fsum(wall for wall, _ in self.queries)
        self.python = cpu - math.fsum(used for _, used in self.queries)
        self.other = elapsed - self.database - self.python
