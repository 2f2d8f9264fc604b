"""Opens the page once for nothing, counts at each of four sizes, and compares with the first.

The wrapper sees each query on its way, and needs no list of them.
"""

from contextlib import ExitStack

from django.db import connections

SIZES = (10, 15, 25, 150)  # added one after the other: 10, 25, 50 and 200 posts


def test_page(page, grow):
    numbers = []
    for size in SIZES:
        grow(size)
        if not numbers:
            page()  # the first visit
        numbers.append(count_queries(page))
    if max(numbers) > numbers[0]:
        raise AssertionError(f"the number of queries grows: {numbers}")


def count_queries(page):
    number = 0

    def count(execute, sql, params, many, context):
        nonlocal number
        number += len(params) if many else 1
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(count))
        page()
    return number
