"""growing: passes pages that send exactly one more.

The small page is counted on the very first visit, whose extra query becomes one that growth may
use: a page with such an extra query and one more query when it shows 50 rows passes."""

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
    few = sent(page)
    grow(45)
    assert sent(page) <= few
    grow(350)
    assert sent(page) <= few
