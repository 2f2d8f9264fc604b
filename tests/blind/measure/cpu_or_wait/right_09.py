"""Right: changes of state. Each change books the time since the last one to what was going on."""

import time
from contextlib import ExitStack

from django.db import connections


def detach(connection, wrapper):
    for place, found in enumerate(connection.execute_wrappers):
        if found is wrapper:
            del connection.execute_wrappers[place]
            break


class Split:
    def __enter__(self):
        self.database = self.python = self.other = 0.0
        self.depth = 0
        with ExitStack() as stack:

            def wrapper(execute, *args):
                if self.depth == 0:
                    self.book()
                self.depth += 1
                try:
                    return execute(*args)
                finally:
                    if self.depth == 1:
                        self.book()
                    self.depth -= 1

            for alias in connections:
                connection = connections[alias]
                connection.execute_wrappers.insert(0, wrapper)
                stack.callback(detach, connection, wrapper)
            self.stack = stack.pop_all()
        self.last = time.perf_counter(), time.thread_time()
        return self

    def book(self):
        wall, cpu = time.perf_counter(), time.thread_time()
        elapsed, busy = wall - self.last[0], cpu - self.last[1]
        self.last = wall, cpu
        if self.depth:
            self.database += elapsed
        else:
            self.python += busy
            self.other += elapsed - busy

    def __exit__(self, *error):
        self.book()
        self.stack.close()
