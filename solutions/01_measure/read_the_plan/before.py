"""The nightly report on slow queries is the slowest thing on Arena.

For each queryset behind a page, facts() says how PostgreSQL runs it. It fetches whole tables to
count the rows that filters remove, and reads only the plan's first line.

Change facts() to read the whole plan. EXPLAIN ANALYZE runs a query, and prints a tree of
steps as JSON. A step has a "Node Type", and under "Plans" the steps that feed it.

Rules:
- scans: [kind, table] of each step with a "Relation Name": its "Node Type" and that name, sorted.
- removed: "Rows Removed by Filter" of all steps, in all "Actual Loops", added up.
- costliest: the "Node Type" of the step that took the most time of its own, in all loops,
  without the steps that feed it.

Allowed:
- statements: at most 2.
- rows: at most 100 fetched, no model instances.
"""


def facts(queryset):
    first_line = queryset.explain().splitlines()[0]
    step = first_line.partition("  (cost=")[0]
    kind, _, table = step.partition(" on ")
    # TODO: this fetches a table to count it, and fetches the rows that the filter keeps once more.
    removed = len(queryset.model.objects.all()) - len(queryset)
    return {"scans": [[kind, table]], "removed": removed, "costliest": kind}
