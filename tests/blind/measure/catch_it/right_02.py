"""Right: pytest-django's fixture only captures (no limit), one for each database; the sums are compared."""

import sys

from django.db import connections


def test_page(page, grow, django_assert_max_num_queries):
    def visit():
        with (
            django_assert_max_num_queries(sys.maxsize, connection=connections["default"]) as one,
            django_assert_max_num_queries(sys.maxsize, connection=connections["replica"]) as two,
        ):
            page()
        return len(one) + len(two)

    grow(5)
    page()
    seen = visit()
    grow(5)
    new, seen_now = visit(), visit()
    assert seen_now <= seen
    for more in (15, 25, 50, 200):
        new_before, seen_before = new, seen_now
        grow(more)
        new, seen_now = visit(), visit()
        assert new <= new_before
        assert seen_now <= seen_before
