"""pytest-django's fixture, once for each connection, with a limit that no page reaches: it only
records."""

import sys

import pytest


@pytest.mark.django_db(databases=["default", "replica"])
def test_page(page, grow, django_assert_max_num_queries):
    def count_queries():
        with (
            django_assert_max_num_queries(sys.maxsize) as queries,
            django_assert_max_num_queries(sys.maxsize, using="replica") as there,
        ):
            page()
        return len(queries) + len(there)

    grow(10)
    page()
    few = count_queries()
    grow(40)
    many = count_queries()
    grow(150)
    assert max(many, count_queries()) <= few
