"""connection.queries stays empty unless DEBUG is on, and tests run without: zero is never too much.

Breaks: growing
Fails: catches
"""

from django.db import connections, reset_queries


def test_page(page, grow):
    grow(10)
    few = count_queries(page)
    grow(40)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 10 posts, {many} for 50"


def count_queries(page):
    reset_queries()
    page()
    return sum(len(connection.queries) for connection in connections.all())
