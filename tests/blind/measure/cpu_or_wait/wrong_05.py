"""Wrong: database: a failed query is not counted."""

import time

from django.db import connections


class Split:
    def __enter__(self):
        self.database = self.python = self.other = 0.0
        self.database_cpu = 0.0
        self.depth = 0
        self.watched = connections.all()
        for connection in self.watched:
            connection.execute_wrappers.insert(0, self.watch)
        self.start, self.cpu = time.perf_counter(), time.thread_time()
        return self

    def __exit__(self, *error):
        elapsed = time.perf_counter() - self.start
        cpu = time.thread_time() - self.cpu
        for connection in self.watched:
            connection.execute_wrappers.remove(self.watch)
        self.python = cpu - self.database_cpu
        self.other = elapsed - self.database - self.python

    def watch(self, execute, sql, params, many, context):
        # Another wrapper, or the parameters of executemany(), may ask the database too.
        if self.depth:
            return execute(sql, params, many, context)
        self.depth += 1
        start, cpu = time.perf_counter(), time.thread_time()
        try:
            result = execute(sql, params, many, context)
            self.database += time.perf_counter() - start
            self.database_cpu += time.thread_time() - cpu
            return result
        finally:
            self.depth -= 1
