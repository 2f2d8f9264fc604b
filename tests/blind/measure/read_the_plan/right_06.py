"""RIGHT: the JSON goes back to PostgreSQL, where a recursive query reads it; two statements, two rows.
"""

import json

from django.db import connections

READ = """
    WITH RECURSIVE step (node) AS (
        SELECT %s::jsonb -> 0 -> 'Plan'
        UNION ALL
        SELECT child.node
        FROM step
        CROSS JOIN LATERAL jsonb_array_elements(step.node -> 'Plans') AS child (node)
    ), told AS (
        SELECT node ->> 'Node Type' AS kind,
               node ->> 'Relation Name' AS relation,
               COALESCE((node ->> 'Rows Removed by Filter')::numeric, 0)
                   * (node ->> 'Actual Loops')::numeric AS removed,
               (node ->> 'Actual Total Time')::numeric * (node ->> 'Actual Loops')::numeric - (
                   SELECT COALESCE(sum(
                       (child.node ->> 'Actual Total Time')::numeric
                       * (child.node ->> 'Actual Loops')::numeric
                   ), 0)
                   FROM jsonb_array_elements(step.node -> 'Plans') AS child (node)
               ) AS own
        FROM step
    )
    SELECT COALESCE(
               json_agg(json_build_array(kind, relation)) FILTER (WHERE relation IS NOT NULL), '[]'
           )::text,
           sum(removed)::bigint,
           (array_agg(kind ORDER BY own DESC))[1]
    FROM told
"""


def facts(queryset):
    plan = queryset.explain(format="json", analyze=True)
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(READ, [plan])
        scans, removed, costliest = cursor.fetchone()
    return {"scans": sorted(json.loads(scans)), "removed": removed, "costliest": costliest}
