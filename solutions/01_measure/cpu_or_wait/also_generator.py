"""A generator as context manager, with nanoseconds: whole numbers add up without rounding."""

from contextlib import ExitStack, contextmanager
from time import monotonic_ns, thread_time_ns
from types import SimpleNamespace

from django.db import connections


def read():
    return monotonic_ns(), thread_time_ns()


@contextmanager
def Split():
    seen = SimpleNamespace(database=0, python=0, other=0)
    inside, open_queries = [0, 0], []

    def around(execute, *args):
        open_queries.append(read())
        try:
            return execute(*args)
        finally:
            began = open_queries.pop()
            if not open_queries:  # else a wrapper sends this query during another
                for number, (start, end) in enumerate(zip(began, read(), strict=True)):
                    inside[number] += end - start

    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(around))
        began = read()
        try:
            yield seen
        finally:
            elapsed, cpu = (end - start for start, end in zip(began, read(), strict=True))
            seen.database = inside[0] / 1e9
            seen.python = (cpu - inside[1]) / 1e9
            seen.other = (elapsed - inside[0] - cpu + inside[1]) / 1e9
