"""Right: a context manager class holds one CaptureQueriesContext per database and knows their total."""

from django.db import connections
from django.test.utils import CaptureQueriesContext


class Tally:
    """How many queries both databases got."""

    def __init__(self):
        self.parts = [CaptureQueriesContext(connections[name]) for name in ("default", "replica")]

    def __enter__(self):
        for part in self.parts:
            part.__enter__()
        return self

    def __exit__(self, *exc):
        for part in reversed(self.parts):
            part.__exit__(*exc)

    @property
    def total(self):
        return sum(map(len, self.parts))

    def report(self):
        return "\n".join(query["sql"] for part in self.parts for query in part.captured_queries)


class Site:
    """The site while it grows."""

    def __init__(self, page, grow):
        self.page, self.grow = page, grow
        self.last = {}

    def visit(self, kind):
        with Tally() as tally:
            self.page()
        if kind in self.last:
            assert tally.total <= self.last[kind], tally.report()
        self.last[kind] = tally.total


def test_page(page, grow):
    site = Site(page, grow)
    grow(5)
    page()
    site.visit("seen before")
    for more in (5, 15, 35, 250):
        grow(more)
        site.visit("with new posts")
        site.visit("seen before")
