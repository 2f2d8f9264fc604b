"""Asks for pytest-django's settings to turn DEBUG on, for connection.queries. The page's test gets
no such argument; CaptureQueriesContext needs none.

Breaks: arguments
Fails: answer
"""

from django.db import connections, reset_queries


def test_page(page, grow, settings):
    settings.DEBUG = True
    grow(10)
    page()
    few = count_queries(page)
    grow(40)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 10 posts, {many} for 50"


def count_queries(page):
    reset_queries()
    page()
    return sum(len(connection.queries) for connection in connections.all())
