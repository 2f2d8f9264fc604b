"""growing: passes pages that grow on the database that gets fewer queries.

One number, the larger of both databases', is the limit for both. With 40 constant queries on the
replica the ones on "default" may grow from 1 to 40, one for each post, unnoticed."""

def test_page(page, grow, django_assert_max_num_queries):
    grow(5)
    page()
    with (
        django_assert_max_num_queries(10_000, using="default") as default,
        django_assert_max_num_queries(10_000, using="replica") as replica,
    ):
        page()
    limit = max(len(default), len(replica))
    for more in (5, 40, 50, 100):
        grow(more)
        with (
            django_assert_max_num_queries(limit, using="default"),
            django_assert_max_num_queries(limit, using="replica"),
        ):
            page()
