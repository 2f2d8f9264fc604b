"""pytest-django's fixture captures both databases, and the sum after each growth must not exceed the one before."""

UNLIMITED = 1_000_000


def test_page(page, grow, django_assert_max_num_queries):
    def queries():
        with (
            django_assert_max_num_queries(UNLIMITED, using="default") as default,
            django_assert_max_num_queries(UNLIMITED, using="replica") as replica,
        ):
            list(page())
        return len(default) + len(replica)

    grow(5)  # one of them has an editor and a contest
    queries()
    few = max(queries(), queries())
    for posts in (15, 30, 50, 150):
        grow(posts)
        many = queries()
        if many > few:
            raise AssertionError(f"{posts} more posts raised {few} queries to {many}")
        few = max(many, queries())
