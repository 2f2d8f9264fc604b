"""constant: fails pages that send fewer queries for more posts.

Compares with ==. A page that does not grow but, say, fetches suggestions only while it has fewer
than 50 rows sends one less when it is full, and is failed."""

from django.db import connections
from django.test.utils import CaptureQueriesContext


def sent(page):
    with (
        CaptureQueriesContext(connections["default"]) as default,
        CaptureQueriesContext(connections["replica"]) as replica,
    ):
        page()
    return len(default) + len(replica)


def test_page(page, grow):
    grow(10)
    page()
    few = sent(page)
    grow(40)
    assert sent(page) == few
    grow(100)
    assert sent(page) == few
