"""growing: passes a page that asks once for each new post and remembers it.

Opens the page again after each growth before it counts, to be rid of the first visit. A page that
keeps each author or editor in a dictionary of the process sends one query for each new post on
exactly the visit that is not counted."""

from django.db import connections
from django.test.utils import CaptureQueriesContext


def sent(page):
    page()  # the first visit may send one more
    with (
        CaptureQueriesContext(connections["default"]) as default,
        CaptureQueriesContext(connections["replica"]) as replica,
    ):
        page()
    return len(default) + len(replica)


def test_page(page, grow):
    grow(5)
    few = sent(page)
    for more in (45, 50, 100):
        grow(more)
        assert sent(page) <= few
