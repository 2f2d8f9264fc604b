"""growing: passes pages whose growing queries are no SELECT.

Only statements that begin with SELECT are counted, to leave savepoints out: a page that counts the
views of each post with an UPDATE (or uses WITH, or calls) sends one more for each post and passes."""

from django.db import connections
from django.test.utils import CaptureQueriesContext


def sent(page):
    with (
        CaptureQueriesContext(connections["default"]) as default,
        CaptureQueriesContext(connections["replica"]) as replica,
    ):
        page()
    return sum(query["sql"].startswith("SELECT") for query in [*default, *replica])


def test_page(page, grow):
    grow(5)
    page()
    few = sent(page)
    for more in (5, 40, 50, 100):
        grow(more)
        assert sent(page) <= few
