"""WRONG (rule: replica): only the queries of "default" are counted, so pages that grow on the replica pass."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def test_page(page, grow, django_assert_max_num_queries):
    page()
    grow(5)
    with CaptureQueriesContext(connection) as fresh:
        page()
    with CaptureQueriesContext(connection) as again:
        page()
    for more in (45, 150):
        grow(more)
        with django_assert_max_num_queries(len(fresh)):
            page()
        with django_assert_max_num_queries(len(again)):
            page()
