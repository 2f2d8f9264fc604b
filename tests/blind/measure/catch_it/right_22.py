"""RIGHT: counts with execute_wrapper() on every connection; 5 posts against 15, 25, ... 105."""

from contextlib import ExitStack

from django.db import connections


def sent_by(page):
    """Return how many queries a page sends, to any database."""
    sent = []

    def see(execute, sql, params, many, context):
        """Note a query."""
        sent.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for connection in {id(one): one for one in connections.all()}.values():
            stack.enter_context(connection.execute_wrapper(see))
        page()
    return len(sent)


def test_page(page, grow):
    sent_by(page)
    grow(5)
    numbers = [(sent_by(page), sent_by(page))]
    for _ in range(10):
        grow(10)
        numbers.append((sent_by(page), sent_by(page)))
    for visit in zip(*numbers, strict=True):
        assert max(visit) == visit[0], numbers
