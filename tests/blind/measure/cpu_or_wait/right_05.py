"""Right: the wrapper is an object that can be called; each switch of side reads the clocks once."""

import time

from django.db import connections


class Watch:
    """Adds up time on the wall and on the CPU, outside of queries and inside of them."""

    def __init__(self):
        self.outside = [0.0, 0.0]
        self.inside = [0.0, 0.0]
        self.in_query = False

    def start(self):
        self.mark = time.perf_counter(), time.thread_time()

    def add_to(self, side):
        mark = time.perf_counter(), time.thread_time()
        side[0] += mark[0] - self.mark[0]
        side[1] += mark[1] - self.mark[1]
        self.mark = mark

    def __call__(self, execute, sql, params, many, context):
        if self.in_query:
            return execute(sql, params, many, context)
        self.in_query = True
        self.add_to(self.outside)
        try:
            return execute(sql, params, many, context)
        finally:
            self.add_to(self.inside)
            self.in_query = False


class Split:
    def __enter__(self):
        self._watch = Watch()
        self._lists = [connection.execute_wrappers for connection in connections.all()]
        for wrappers in self._lists:
            wrappers.insert(0, self._watch)
        self._watch.start()
        return self

    def __exit__(self, kind, value, traceback):
        self._watch.add_to(self._watch.outside)
        for wrappers in self._lists:
            wrappers.remove(self._watch)
        wall, cpu = self._watch.outside
        self.database = self._watch.inside[0]
        self.python = cpu
        self.other = wall - cpu
