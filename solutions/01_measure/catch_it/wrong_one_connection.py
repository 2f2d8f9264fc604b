"""Compares two sizes, and counts on the default connection only: queries to the replica are missed.

Breaks: replica
Fails: catches
"""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(10)
    page()
    few = count_queries(page)
    grow(40)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 10 posts, {many} for 50"


def count_queries(page):
    with CaptureQueriesContext(connection) as queries:
        page()
    return len(queries)
