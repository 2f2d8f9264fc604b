"""RIGHT: exact decimals, deque and heap; a psycopg cursor below Django's runs the EXPLAIN."""

import heapq
import json
from collections import deque
from decimal import Decimal

from django.db import connections


def _plan(queryset):
    connection = connections[queryset.db]
    sql, params = queryset.query.get_compiler(using=queryset.db).as_sql()
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql, params)
        plan = cursor.fetchone()[0]
    if not isinstance(plan, str):
        plan = json.dumps(plan)
    return json.loads(plan, parse_float=Decimal, parse_int=Decimal)[0]["Plan"]


def _spent(step):
    return step["Actual Total Time"] * step["Actual Loops"]


def facts(queryset):
    waiting = deque([_plan(queryset)])
    scans, costs, removed = [], [], Decimal(0)
    while waiting:
        step = waiting.popleft()
        feeders = step.get("Plans", [])
        waiting.extend(feeders)
        removed += step.get("Rows Removed by Filter", 0) * step["Actual Loops"]
        heapq.heappush(costs, (sum(map(_spent, feeders)) - _spent(step), step["Node Type"]))
        if table := step.get("Relation Name"):
            heapq.heappush(scans, [step["Node Type"], table])
    return {
        "scans": [heapq.heappop(scans) for _ in range(len(scans))],
        "removed": int(removed),
        "costliest": costs[0][1],
    }
