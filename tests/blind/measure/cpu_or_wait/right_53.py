"""A stopwatch for two places: each switch between Python and a database call books what passed since the last one."""

import time

from django.db import connections


class Stopwatch:
    """Books the elapsed and the CPU time since the last mark."""

    def __init__(self):
        self.elapsed = {"code": 0.0, "call": 0.0}
        self.cpu = {"code": 0.0, "call": 0.0}
        self.where = "code"
        self.last = time.perf_counter(), time.thread_time()

    def switch(self, where):
        now = time.perf_counter(), time.thread_time()
        self.elapsed[self.where] += now[0] - self.last[0]
        self.cpu[self.where] += now[1] - self.last[1]
        self.where, self.last = where, now


class Split:
    def __enter__(self):
        self.watched = list(connections.all())
        for connection in self.watched:
            connection.execute_wrappers.insert(0, self.around)
        self.watch = Stopwatch()
        return self

    def around(self, execute, sql, params, many, context):
        before = self.watch.where
        self.watch.switch("call")
        try:
            return execute(sql, params, many, context)
        finally:
            self.watch.switch(before)

    def __exit__(self, exc_type, exc, traceback):
        self.watch.switch("code")
        for connection in self.watched:
            connection.execute_wrappers.remove(self.around)
        self.database = self.watch.elapsed["call"]
        self.python = self.watch.cpu["code"]
        self.other = self.watch.elapsed["code"] - self.python
        return False
