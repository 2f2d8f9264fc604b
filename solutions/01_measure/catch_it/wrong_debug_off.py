"""connection.queries stays empty unless DEBUG is on, and tests run without: zero is never too much.

Breaks: growing
Fails: catches
"""

from django.db import connections, reset_queries


def test_page(page, grow):
    grow(5)
    few = count_queries(page)
    grow(295)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 5 posts, {many} for 300"


def count_queries(page):
    reset_queries()
    page()
    return sum(len(connection.queries) for connection in connections.all())
