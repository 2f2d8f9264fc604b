"""Counts every statement with execute_wrapper() on both connections and compares growing sizes."""

from contextlib import contextmanager
from itertools import pairwise

from django.db import connections


@contextmanager
def counter():
    statements = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    default, replica = connections["default"], connections["replica"]
    with default.execute_wrapper(note), replica.execute_wrapper(note):
        yield statements


def visit(page):
    with counter() as statements:
        list(page())
    return len(statements)


def test_page(page, grow):
    grow(10)
    visit(page)
    visits = [[visit(page) for _ in range(3)]]
    for size in (25, 50, 100, 300):
        grow(size)
        visits.append([visit(page) for _ in range(3)])
    growing = [(less, more) for less, more in pairwise(visits) if more[0] > max(less)]
    assert not growing, f"more queries for more posts: {visits}"
