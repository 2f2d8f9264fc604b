"""A small class: rows are fetched once, and what they do not tell is asked of the planner."""

import json
from functools import cached_property

from django.db import connections

SIZE = 50


class Listing:
    EXACT_UP_TO = 1_000

    def __init__(self, comments, number):
        self.queryset = comments
        self.start = (number - 1) * SIZE
        self.stop = self.start + SIZE

    @cached_property
    def prefix(self):
        """The keys of the first 1,001 comments at most, in the order of the list."""
        return list(self.queryset.values_list("pk", flat=True)[: self.EXACT_UP_TO + 1])

    @cached_property
    def rows(self):
        """The page's keys and the one after them."""
        if self.stop < len(self.prefix) or len(self.prefix) <= self.EXACT_UP_TO:
            return self.prefix[self.start : self.stop + 1]
        return list(self.queryset.values_list("pk", flat=True)[self.start : self.stop + 1])

    @property
    def total(self):
        if len(self.prefix) <= self.EXACT_UP_TO:
            return len(self.prefix)
        return self.estimate

    @property
    def estimate(self):
        sql, params = self.queryset.order_by().query.sql_with_params()
        with connections[self.queryset.db].cursor() as cursor:
            cursor.execute("EXPLAIN (FORMAT JSON) " + sql, params)
            plan = cursor.fetchone()[0]
        if isinstance(plan, str):
            plan = json.loads(plan)
        return round(plan[0]["Plan"]["Plan Rows"])


def page(comments, number=1):
    listing = Listing(comments, number)
    return {
        "comments": listing.rows[:SIZE],
        "has_next": len(listing.rows) > SIZE,
        "total": listing.total,
    }
