"""Wrong (errors): __exit__ begins with taking the wrapper off, and sets the times after the return
for an exception that is no Exception. After SystemExit or KeyboardInterrupt (a worker that is told to
stop at a time limit) or GeneratorExit, python and other are missing."""

import time

from django.db import connections


class Split:
    def __enter__(self):
        self.database = 0.0
        self.cpu_inside = 0.0
        self.watched = connections.all()
        for connection in self.watched:
            connection.execute_wrappers.insert(0, self.measure)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def measure(self, execute, sql, params, many, context):
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.cpu_inside += time.thread_time() - cpu
            self.database += time.perf_counter() - start

    def __exit__(self, kind, error, traceback):
        cpu, now = time.thread_time(), time.perf_counter()
        for connection in self.watched:
            connection.execute_wrappers.remove(self.measure)
        if kind is not None and not issubclass(kind, Exception):
            return False
        self.python = cpu - self.cpu - self.cpu_inside
        self.other = now - self.start - self.database - self.python
        return False
