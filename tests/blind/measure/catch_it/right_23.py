"""RIGHT: pytest-django's django_assert_max_num_queries, nested, only to count; no sum may grow."""

from django.db import connections

PLENTY = 1_000_000


def test_page(page, grow, django_assert_max_num_queries):
    def cost():
        """Return how many queries the page sends."""
        first, second = connections["default"], connections["replica"]
        with (
            django_assert_max_num_queries(PLENTY, connection=first) as written,
            django_assert_max_num_queries(PLENTY, connection=second) as copied,
        ):
            page()
        return len(written) + len(copied)

    cost()  # the first visit
    grow(5)
    few = {"new posts": cost(), "same posts": cost()}
    grow(50)
    many = {"new posts": cost(), "same posts": cost()}
    grow(100)
    most = {"new posts": cost(), "same posts": cost()}
    for what, number in few.items():
        assert max(many[what], most[what]) <= number, (few, many, most)
