"""Wrong: exact: time.time() jumps if the system's time is set in the block."""

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
        self.start, self.cpu = time.time(), time.thread_time()
        return self

    def __exit__(self, *error):
        elapsed = time.time() - self.start
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
        start, cpu = time.time(), time.thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.database += time.time() - start
            self.database_cpu += time.thread_time() - cpu
            self.depth -= 1
