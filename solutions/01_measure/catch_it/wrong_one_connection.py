"""Compares two sizes, and counts on the default connection only: queries to the replica are missed.
A page that comes back from the replica seems to grow.

Breaks: replica
Fails: answer
"""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def test_page(page, grow):
    grow(5)
    page()
    few = count_queries(page)
    grow(295)
    many = count_queries(page)
    assert many <= few, f"{few} queries for 5 posts, {many} for 300"


def count_queries(page):
    with CaptureQueriesContext(connection) as queries:
        page()
    return len(queries)
