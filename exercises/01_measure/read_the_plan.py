"""The nightly report on slow queries is the slowest thing that Arena runs.

For each queryset behind a page, facts() says what PostgreSQL does to answer it, so that the team
sees where an index is missing. It fetches whole tables to count the rows that a filter throws away.
And it knows only the first line of a plan, so it is wrong as soon as a page joins two tables.

PostgreSQL counts all this when it runs a query under EXPLAIN ANALYZE, and can print the plan as
JSON: a tree of steps. Each step has a "Node Type", and "Plans": the steps that feed it, if any.
Change facts() to read that tree. It returns a dict of three facts about all steps of the plan:

    "scans"       [kind, table] of each step that reads a table, sorted: its "Node Type" and its
                  "Relation Name". A step without a "Relation Name" is left out.
    "removed"     how many rows the filters threw away ("Rows Removed by Filter"), in all the
                  loops of each step ("Actual Loops"). The plan rounds this; so may you.
    "costliest"   the "Node Type" of the step that took the most time of its own: in all its
                  loops, and without the time of the steps that feed it.

Allowed: at most 2 statements, at most 100 rows fetched, and no model instance built.
"""


def facts(queryset):
    first_line = queryset.explain().splitlines()[0]
    step = first_line.partition("  (cost=")[0]
    kind, _, table = step.partition(" on ")
    # TODO: this fetches a table to count it, and fetches the rows that the filter keeps once more.
    removed = len(queryset.model.objects.all()) - len(queryset)
    return {"scans": [[kind, table]], "removed": removed, "costliest": kind}
