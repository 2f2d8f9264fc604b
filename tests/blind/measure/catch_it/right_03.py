"""Right: counts with execute_wrapper() on both connections instead of Django's query log."""

from django.db import connections


def test_page(page, grow):
    sent = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal sent
        sent += 1
        return execute(sql, params, many, context)

    def visit():
        nonlocal sent
        sent = 0
        with (
            connections["default"].execute_wrapper(wrapper),
            connections["replica"].execute_wrapper(wrapper),
        ):
            page()
        return sent

    grow(5)
    visit()  # whatever is looked up once, is looked up here
    lowest_again = visit()
    lowest_fresh = None
    for more in (5, 20, 30, 40, 200):
        grow(more)
        fresh, again = visit(), visit()
        if lowest_fresh is not None:
            assert fresh <= lowest_fresh, f"{lowest_fresh} queries became {fresh}"
        assert again <= lowest_again, f"{lowest_again} queries became {again}"
        lowest_fresh, lowest_again = fresh, again
