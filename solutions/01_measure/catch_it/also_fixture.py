"""pytest-django's fixture, once for each connection: at most what fewer posts needed."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext


@pytest.mark.django_db(databases=["default", "replica"])
def test_page(page, grow, django_assert_max_num_queries):
    grow(10)
    page()
    default, replica = connections["default"], connections["replica"]
    with CaptureQueriesContext(default) as few, CaptureQueriesContext(replica) as few_there:
        page()
    grow(40)
    with (
        django_assert_max_num_queries(len(few)),
        django_assert_max_num_queries(len(few_there), using="replica"),
    ):
        page()
