"""Right: a decorator turns page() into a function that returns its cost; costs are kept by size in a dictionary."""

from functools import wraps

from django.db import connections
from django.test.utils import CaptureQueriesContext


def costing(visit, aliases=("default", "replica")):
    """Wrap a visit once for each database, from the inside out."""
    if not aliases:

        @wraps(visit)
        def plain():
            visit()
            return 0

        return plain

    inner = costing(visit, aliases[1:])

    def counted():
        with CaptureQueriesContext(connections[aliases[0]]) as context:
            others = inner()
        return others + len(context)

    return counted


def test_page(page, grow):
    cost = costing(page)
    fresh, again = {}, {}
    size = 0
    for target in (5, 10, 25, 50, 120, 320):
        grow(target - size)
        size = target
        fresh[size] = cost()
        again[size] = cost()
    del fresh[5]  # the very first visit
    for costs in (fresh, again):
        for small, few in costs.items():
            for large, many in costs.items():
                assert small >= large or many <= few, f"{few} for {small}, {many} for {large}"
