"""growing: passes pages that grow with all posts rather than with the rows shown.

Compares 5 posts with 50, as the page shows no more. A page that reads all posts in blocks of 100 to
find its newest (or to count them) sends one more for every hundred, and is passed."""

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
    grow(5)
    page()
    few = sent(page)
    grow(45)
    assert sent(page) <= few
