"""Takes the fixture's record, and leaves a limit on it that is only meant to be high.

Breaks: constant
Fails: answer
"""

from django.db import connections


def test_page(page, grow, django_assert_max_num_queries):
    def count_queries():
        with (
            django_assert_max_num_queries(100) as default,
            django_assert_max_num_queries(100, connection=connections["replica"]) as replica,
        ):
            page()
        return len(default) + len(replica)

    grow(5)
    page()
    few = count_queries()
    grow(295)
    assert count_queries() <= few
