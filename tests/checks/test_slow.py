import time

from kata.checks.slow import slow_statement


def test_it_takes_as_long_as_it_says_and_can_be_found(world, django_assert_num_queries):
    start = time.perf_counter()
    with django_assert_num_queries(1) as seen:
        slow_statement(0.05, note="nap")
    assert time.perf_counter() - start >= 0.045
    assert "/* nap */" in seen[0]["sql"]
