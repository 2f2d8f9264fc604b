"""Right: a generator yields two counts for each size of the site; neighbours are compared pairwise."""

from itertools import pairwise

from django.db import connections
from django.test.utils import CaptureQueriesContext

STEPS = 5, 15, 35, 45, 200


def _visit(page):
    with CaptureQueriesContext(connections["replica"]) as replica:
        with CaptureQueriesContext(connections["default"]) as default:
            page()
    return len(default.captured_queries) + len(replica.captured_queries)


def _visits(page, grow):
    for step in STEPS:
        grow(step)
        yield _visit(page), _visit(page)


def test_page(page, grow):
    grow(5)
    first, warm = _visit(page), _visit(page)
    counts = list(_visits(page, grow))
    assert counts[0][1] <= warm, (first, warm, counts)
    for small, large in pairwise(counts):
        for few, many in zip(small, large, strict=True):
            assert many <= few, (first, warm, counts)
