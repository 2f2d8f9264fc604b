"""Exact where the page shows the end or 1,001 keys do; else the planner's estimate.

The planner takes two conditions for independent, so a random sample of keys may correct it.
"""

import json
from math import sqrt

from django.db import connections
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, IsNull

SIZE = 50
EXACT = 1_000
LONG = 10_000  # what is estimated at so much is longer than EXACT, if the estimate can be trusted
SAMPLE = """
SELECT count(*), count(*) FILTER (WHERE {where}),
       (SELECT reltuples FROM pg_class WHERE oid = 'discuss_comment'::regclass)
FROM (
    SELECT lo + floor(random() * (hi - lo + 1))::bigint AS id
    FROM (SELECT min(id) AS lo, max(id) AS hi FROM discuss_comment) AS ends,
         generate_series(1, 2400)
) AS drawn
CROSS JOIN LATERAL (
    SELECT * FROM discuss_comment AS c WHERE c.id = drawn.id LIMIT 1
) AS discuss_comment
"""


def page(comments, number=1):
    start = SIZE * (number - 1)
    keys = list(comments.values_list("pk", flat=True)[start : start + SIZE + 1])
    has_next = len(keys) > SIZE
    del keys[SIZE:]
    total = start + len(keys)
    if has_next:
        total = max(total + 1, how_many(comments))
    elif not keys and number > 1:
        total = how_many(comments)
    return {"comments": keys, "has_next": has_next, "total": total}


def how_many(comments):
    conditions = plain_conditions(comments.query)
    estimate = None
    if conditions is not None:
        estimate = planned(comments)
        if estimate >= LONG and len(conditions) > 1:
            estimate = corrected(estimate, comments)
        if estimate >= LONG:
            return estimate
    number = comments[: EXACT + 1].count()
    if number <= EXACT:
        return number
    return max(number, planned(comments) if estimate is None else estimate)


def plain_conditions(query):
    """Return the conditions if each compares a column with a value; else None.

    The statistics know how often a value that is frequent occurs. They know little of the rest.
    """
    if query.is_sliced or query.distinct or query.combinator or query.group_by is not None:
        return None
    tables = {alias for alias, used in query.alias_refcount.items() if used}
    if not tables <= {"discuss_comment"} or query.extra_tables:
        return None
    conditions = list(leaves(query.where))
    for condition in conditions:
        column = getattr(condition, "lhs", None)
        if not isinstance(condition, (Exact, IsNull)) or not isinstance(column, Col):
            return None
        if hasattr(condition.rhs, "as_sql"):
            return None
    return conditions


def leaves(node):
    for child in node.children:
        if hasattr(child, "children"):
            yield from leaves(child)
        else:
            yield child


def planned(comments):
    """Return how many comments the planner expects. Nothing is read."""
    plan = json.loads(comments.values("pk").explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])


def corrected(estimate, comments):
    """Return the estimate, or what a sample says if the two contradict each other."""
    connection = connections[comments.db]
    query = comments.order_by().query
    where, params = query.get_compiler(connection=connection).compile(query.where)
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE.format(where=where), params)
        drawn, hits, rows = cursor.fetchone()
    if not drawn or rows <= 0:
        return estimate
    expected = min(1, estimate / rows)
    if abs(hits / drawn - expected) <= 3 * sqrt(expected * (1 - expected) / drawn):
        return estimate
    return round(hits / drawn * rows)
