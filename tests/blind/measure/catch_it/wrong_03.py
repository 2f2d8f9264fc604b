"""WRONG (rule: constant): compares each database alone, so a page that reads now from one, now from the other fails."""

from django.db import connections
from django.test.utils import CaptureQueriesContext


def _visit(page):
    with (
        CaptureQueriesContext(connections["default"]) as default,
        CaptureQueriesContext(connections["replica"]) as replica,
    ):
        page()
    return {"default": len(default), "replica": len(replica)}


def test_page(page, grow):
    grow(5)
    page()
    seen = _visit(page)
    new = None
    for more in (5, 40, 50, 200):
        grow(more)
        new_now, seen_now = _visit(page), _visit(page)
        for alias in ("default", "replica"):
            assert new is None or new_now[alias] <= new[alias], f"{alias} gets more"
            assert seen_now[alias] <= seen[alias], f"{alias} gets more"
        new, seen = new_now, seen_now
