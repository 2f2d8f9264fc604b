"""WRONG (rule: constant): the fixtures' limit stays in force; a page that always sends more than 100 queries fails."""

from django.db import connections


def test_page(page, grow, django_assert_max_num_queries):
    def visit():
        with (
            django_assert_max_num_queries(100, connection=connections["default"]) as one,
            django_assert_max_num_queries(100, connection=connections["replica"]) as two,
        ):
            page()
        return len(one) + len(two)

    grow(5)
    page()
    again = [visit()]
    fresh = []
    for more in (5, 40, 50, 200):
        grow(more)
        fresh.append(visit())
        again.append(visit())
    assert fresh == sorted(fresh, reverse=True), f"more for more posts: {fresh}"
    assert again == sorted(again, reverse=True), f"more for more posts: {again}"
