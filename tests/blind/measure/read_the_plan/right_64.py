"""The first statement explains; a second one sends the plan back, and PostgreSQL itself walks through it."""

import json

from django.db import connections

READ = """
    WITH RECURSIVE step AS (
        SELECT %s::jsonb -> 0 -> 'Plan' AS node
        UNION ALL
        SELECT feeder.node
        FROM step
        CROSS JOIN LATERAL jsonb_array_elements(step.node -> 'Plans') AS feeder (node)
    ),
    measured AS (
        SELECT
            step.node ->> 'Node Type' AS kind,
            step.node ->> 'Relation Name' AS name,
            (step.node ->> 'Actual Loops')::numeric AS loops,
            coalesce((step.node ->> 'Rows Removed by Filter')::numeric, 0) AS removed,
            (step.node ->> 'Actual Total Time')::numeric * (step.node ->> 'Actual Loops')::numeric
            - coalesce(
                (
                    SELECT sum((fed.node ->> 'Actual Total Time')::numeric * (fed.node ->> 'Actual Loops')::numeric)
                    FROM jsonb_array_elements(step.node -> 'Plans') AS fed (node)
                ),
                0
            ) AS own
        FROM step
    )
    SELECT
        (SELECT array_agg(kind) FROM measured WHERE name IS NOT NULL),
        (SELECT array_agg(name) FROM measured WHERE name IS NOT NULL),
        (SELECT sum(removed * loops) FROM measured),
        (SELECT kind FROM measured ORDER BY own DESC LIMIT 1)
"""


def facts(queryset):
    explained = json.dumps(json.loads(queryset.explain(analyze=True, format="json")))
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(READ, [explained])
        kinds, names, removed, costliest = cursor.fetchone()
    # Both aggregates read the same rows in the same order; the sort is Python's, by code point.
    scans = sorted([kind, name] for kind, name in zip(kinds or [], names or [], strict=True))
    return {"scans": scans, "removed": int(removed), "costliest": costliest}
