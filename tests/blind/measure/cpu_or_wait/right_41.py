"""An execute wrapper before all others of each connection adds up the elapsed and the CPU time of each outermost execute() of its thread."""

import threading
import time

from django.db import connections


def now():
    # In one order everywhere: what reading a clock takes cancels out.
    return time.perf_counter(), time.thread_time()


class Split:
    def __enter__(self):
        self.database = self.python = self.other = 0.0
        self._thread = threading.get_ident()
        self._depth = 0
        self._waited = self._used = 0.0
        # First in the list is outermost: what other wrappers do is inside of execute() as well.
        self._connections = connections.all()
        for connection in self._connections:
            connection.execute_wrappers.insert(0, self._measure)
        self._start, self._cpu = now()
        return self

    def __exit__(self, *error):
        end, cpu = now()
        for connection in self._connections:
            connection.execute_wrappers.remove(self._measure)
        self.database = self._waited
        self.python = cpu - self._cpu - self._used
        self.other = end - self._start - self.database - self.python

    def _measure(self, execute, sql, params, many, context):
        # Another thread may share the connection, and a wrapper may send a query of its own.
        if self._depth or threading.get_ident() != self._thread:
            return execute(sql, params, many, context)
        self._depth = 1
        start, cpu = now()
        try:
            return execute(sql, params, many, context)
        finally:
            end, cpu_end = now()
            self._waited += end - start
            self._used += cpu_end - cpu
            self._depth = 0
