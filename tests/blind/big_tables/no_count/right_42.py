"""A small class: a query for the page, a bounded count, EXPLAIN in SQL, rows at random addresses.

The sample is only for several conditions at once: the planner takes them for independent.
"""

import json
import math
from functools import cached_property

from django.db import connections
from django.db.models.lookups import Exact, IsNull

SIZE = 50
BOUND = 1_000
SURELY_MORE = 10_000
ADDRESSES = 4_000
TABLE = "discuss_comment"


def page(comments, number=1):
    listing = Listing(comments)
    start = SIZE * (number - 1)
    keys = listing.keys(start, SIZE + 1)
    shown = keys[:SIZE]
    if len(keys) > SIZE:
        total = max(listing.total, start + len(keys))
    elif shown or not start:
        total = start + len(shown)
    else:
        total = listing.total
    return {"comments": shown, "has_next": len(keys) > SIZE, "total": total}


class Listing:
    """A list of comments, and about how long it is."""

    def __init__(self, comments):
        self.comments = comments
        self.connection = connections[comments.db]

    def keys(self, start, number):
        return list(self.comments.values_list("pk", flat=True)[start : start + number])

    @property
    def total(self):
        conditions = self.conditions
        if self.is_simple and self.estimate >= SURELY_MORE:
            estimate = self.sampled if len(conditions) > 1 else self.estimate
            if estimate >= SURELY_MORE:
                return estimate
        number = len(self.keys(0, BOUND + 1))
        return number if number <= BOUND else max(number, self.estimate)

    @cached_property
    def conditions(self):
        found, nodes = [], [self.comments.query.where]
        while nodes:
            for child in nodes.pop().children:
                (nodes if hasattr(child, "children") else found).append(child)
        return found

    @property
    def is_simple(self):
        """Tell whether each condition compares a comment's own column with a value."""
        query = self.comments.query
        if query.is_sliced or query.distinct or query.combinator or query.group_by is not None:
            return False
        own = {field.attname for field in self.comments.model._meta.concrete_fields}
        tables = {alias for alias, used in query.alias_refcount.items() if used}
        return tables <= {TABLE} and all(
            isinstance(condition, (Exact, IsNull))
            and getattr(getattr(condition.lhs, "target", None), "attname", None) in own
            and not hasattr(condition.rhs, "as_sql")
            for condition in self.conditions
        )

    @cached_property
    def estimate(self):
        """What the planner expects."""
        sql, params = self.comments.values("pk").query.sql_with_params()
        with self.connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            (plan,) = cursor.fetchone()
        if isinstance(plan, str):
            plan = json.loads(plan)
        return int(plan[0]["Plan"]["Plan Rows"])

    @cached_property
    def sampled(self):
        """The estimate, unless rows at random places of the table speak against it.

        Half of the places are empty, as there are twice as many as rows on a page.
        """
        query = self.comments.order_by().query
        where, params = query.get_compiler(connection=self.connection).compile(query.where)
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH size AS (
                    SELECT reltuples, relpages, 2 * reltuples / greatest(relpages, 1) AS places
                    FROM pg_class WHERE oid = '{TABLE}'::regclass
                )
                SELECT count(*), count(*) FILTER (WHERE {where}), (SELECT reltuples FROM size)
                FROM {TABLE}
                WHERE ctid = ANY (ARRAY(
                    SELECT format(
                        '(%%s,%%s)',
                        floor(random() * relpages)::bigint,
                        1 + floor(random() * places)::int
                    )::tid
                    FROM size, generate_series(1, {ADDRESSES})
                ))
                """,
                params,
            )
            seen, hits, rows = cursor.fetchone()
        if not seen or rows <= 0:
            return self.estimate
        expected = min(1.0, self.estimate / rows)
        tolerance = 3 * math.sqrt(expected * (1 - expected) / seen)
        if abs(hits / seen - expected) <= tolerance:
            return self.estimate
        return round(rows * hits / seen)
