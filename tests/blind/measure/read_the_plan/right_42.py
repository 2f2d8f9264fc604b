"""A cursor on the queryset's database runs EXPLAIN itself, and a stack of steps takes the place of recursion."""

from django.db import connections


def facts(queryset):
    connection = connections[queryset.db]
    sql, params = queryset.query.clone().get_compiler(using=queryset.db).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        ((answer,),) = cursor.fetchall()
    stack, scans, removed, times = [answer[0]["Plan"]], [], 0, []
    while stack:
        step = stack.pop()
        feeding = step.get("Plans", ())
        stack.extend(feeding)
        if "Relation Name" in step:
            scans.append([step["Node Type"], step["Relation Name"]])
        removed += step["Actual Loops"] * step.get("Rows Removed by Filter", 0)
        time = step["Actual Loops"] * step["Actual Total Time"]
        for other in feeding:
            time -= other["Actual Loops"] * other["Actual Total Time"]
        times.append((time, step["Node Type"]))
    return {"scans": sorted(scans), "removed": removed, "costliest": max(times)[1]}
