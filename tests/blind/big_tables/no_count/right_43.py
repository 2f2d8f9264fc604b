"""The estimate comes first and decides how many keys are read: a page of them, or 1,001.

EXPLAIN is asked in SQL. For several conditions at once it is compared with a sample of keys, one
from each of 2,400 equal ranges.
"""

import json
from math import sqrt

from django.db import connections
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, IsNull
from django.db.models.sql.where import WhereNode

SIZE = 50
EXACT = 1_000
LONG = 10_000
RANGES = 2_400


def page(comments, number=1):
    estimate = trusted_estimate(comments)
    keys = comments.values_list("pk", flat=True)
    start, end = SIZE * (number - 1), SIZE * number
    if estimate < LONG and end <= EXACT:
        first = list(keys[: EXACT + 1])
        total = len(first)
        if total > EXACT:
            total = max(total, estimate or planned(comments))
        return {"comments": first[start:end], "has_next": len(first) > end, "total": total}

    shown = list(keys[start : end + 1])
    has_next = len(shown) > SIZE
    del shown[SIZE:]
    if shown and not has_next:
        total = start + len(shown)
    elif estimate >= LONG:
        total = max(estimate, start + len(shown)) if shown else estimate
    else:
        total = start + len(shown) if shown else len(keys[: EXACT + 1])
        if total > EXACT:
            total = max(total, estimate or planned(comments))
    return {"comments": shown, "has_next": has_next, "total": total}


def trusted_estimate(comments):
    """Return 0 unless each condition compares a comment's own column with a value."""
    query = comments.query
    if query.is_sliced or query.distinct or query.combinator or query.group_by is not None:
        return 0
    if sum(map(bool, query.alias_refcount.values())) > 1 or query.is_empty():
        return 0
    conditions = leaves(query.where)
    if not all(map(is_plain, conditions)):
        return 0
    estimate = planned(comments)
    if estimate >= LONG and len(conditions) > 1:
        estimate = compared(comments, estimate)
    return estimate


def leaves(node):
    if isinstance(node, WhereNode):
        return [leaf for child in node.children for leaf in leaves(child)]
    return [node]


def is_plain(condition):
    return (
        isinstance(condition, (Exact, IsNull))
        and isinstance(condition.lhs, Col)
        and not hasattr(condition.rhs, "as_sql")
    )


def planned(comments):
    sql, params = comments.values("pk").query.sql_with_params()
    with connections[comments.db].cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql, params)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])


def compared(comments, estimate):
    connection = connections[comments.db]
    query = comments.order_by().query
    where, params = query.get_compiler(connection=connection).compile(query.where)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH ends AS (
                SELECT min(id) AS low, max(id) + 1.0 - min(id) AS width FROM discuss_comment
            ),
            keys AS MATERIALIZED (
                SELECT low + floor(width * ((n + random()) / {RANGES})::numeric)::bigint AS id
                FROM ends, generate_series(0, {RANGES - 1}) AS n
            )
            SELECT count(*), count(*) FILTER (WHERE {where}),
                   (SELECT reltuples FROM pg_class WHERE oid = 'discuss_comment'::regclass)
            FROM keys
            CROSS JOIN LATERAL (
                SELECT * FROM discuss_comment AS c WHERE c.id = keys.id OFFSET 0
            ) AS discuss_comment
            """,
            params,
        )
        drawn, hits, rows = cursor.fetchone()
    if not drawn or rows <= 0:
        return estimate
    expected = min(estimate / rows, 1)
    share = hits / drawn
    if abs(share - expected) <= 3 * sqrt(expected * (1 - expected) / drawn):
        return estimate
    return round(share * rows)
