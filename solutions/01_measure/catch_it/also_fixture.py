"""pytest-django's fixture only records, for each connection; no limit could fail."""

import sys

import pytest
from django.db import connections


@pytest.mark.django_db(databases=["default", "replica"])
def test_page(page, grow, django_assert_max_num_queries):
    def count_queries():
        with (
            django_assert_max_num_queries(sys.maxsize) as default,
            django_assert_max_num_queries(
                sys.maxsize, connection=connections["replica"]
            ) as replica,
        ):
            page()
        return len(default) + len(replica)

    grow(5)
    page()
    few = count_queries()
    grow(295)
    assert count_queries() <= few
