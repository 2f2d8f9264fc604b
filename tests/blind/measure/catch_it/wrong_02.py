"""WRONG (rule: growing): measures the first visit too; its additional query hides a page that grows by one query."""

from django.db import connections
from django.test.utils import CaptureQueriesContext


def _visit(page):
    with (
        CaptureQueriesContext(connections["default"]) as default,
        CaptureQueriesContext(connections["replica"]) as replica,
    ):
        page()
    return len(default) + len(replica)


def test_page(page, grow):
    grow(5)
    few = _visit(page)
    # The first visit may send one more, but that only makes the later ones smaller.
    for more in (5, 40, 250):
        grow(more)
        many = _visit(page)
        assert many <= few, f"{few} queries became {many}"
