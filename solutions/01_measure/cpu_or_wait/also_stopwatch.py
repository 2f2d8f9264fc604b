"""A stopwatch with three sums: what runs is booked whenever a query begins or ends."""

import time

from django.db import connections


class Split:
    def __enter__(self):
        self.database = self.python = self.other = 0.0
        self.inside = 0
        for connection in connections.all():
            connection.execute_wrappers.append(self)
        self.read = self.clocks()
        return self

    def clocks(self):
        return time.clock_gettime(time.CLOCK_MONOTONIC), time.clock_gettime(
            time.CLOCK_THREAD_CPUTIME_ID
        )

    def book(self):
        before, self.read = self.read, self.clocks()
        elapsed, cpu = (now - then for now, then in zip(self.read, before, strict=True))
        if self.inside:
            self.database += elapsed
        else:
            self.python += cpu
            self.other += elapsed - cpu

    def __call__(self, execute, sql, params, many, context):
        self.book()
        self.inside += 1
        try:
            return execute(sql, params, many, context)
        finally:
            self.book()
            self.inside -= 1

    def __exit__(self, *error):
        self.book()
        for connection in connections.all():
            connection.execute_wrappers.remove(self)
