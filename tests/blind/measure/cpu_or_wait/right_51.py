"""An execute wrapper, put before all others, reads the elapsed time and this thread's CPU time around each call."""

import time

from django.db import connections


def clocks():
    return time.perf_counter(), time.thread_time()


class Split:
    def __enter__(self):
        self.database = self.python = self.other = 0.0
        self._cpu_in_calls = 0.0
        self._inside = False
        self._wrapper = self._measure
        self._connections = connections.all()
        for connection in self._connections:
            connection.execute_wrappers.insert(0, self._wrapper)
        self._start = clocks()
        return self

    def __exit__(self, *error):
        elapsed, cpu = (now - then for now, then in zip(clocks(), self._start))
        for connection in self._connections:
            connection.execute_wrappers.remove(self._wrapper)
        self.python = cpu - self._cpu_in_calls
        self.other = elapsed - self.database - self.python

    def _measure(self, execute, sql, params, many, context):
        if self._inside:  # another wrapper sends a query of its own
            return execute(sql, params, many, context)
        self._inside = True
        wall, cpu = clocks()
        try:
            return execute(sql, params, many, context)
        finally:
            wall_after, cpu_after = clocks()
            self.database += wall_after - wall
            self._cpu_in_calls += cpu_after - cpu
            self._inside = False
