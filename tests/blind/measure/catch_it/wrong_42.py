"""constant: fails a page whose queries move between the databases.

Each database alone may not get more. A page that reads now from one, now from the other (a router
that takes turns) sends always as many together, and is failed."""

from django.db import connections
from django.test.utils import CaptureQueriesContext


def sent(page):
    with (
        CaptureQueriesContext(connections["default"]) as default,
        CaptureQueriesContext(connections["replica"]) as replica,
    ):
        page()
    return len(default), len(replica)


def test_page(page, grow):
    grow(5)
    page()
    default, replica = sent(page)
    for more in (45, 50, 100):
        grow(more)
        now_default, now_replica = sent(page)
        assert now_default <= default
        assert now_replica <= replica
