"""RIGHT: EXPLAIN's XML format instead of JSON, read with ElementTree."""

from xml.etree import ElementTree

NS = "{http://www.postgresql.org/2009/explain}"


def _number(plan, name):
    return float(plan.findtext(NS + name, default="0"))


def _time(plan):
    return _number(plan, "Actual-Total-Time") * _number(plan, "Actual-Loops")


def _own_time(plan):
    return _time(plan) - sum(_time(child) for child in plan.findall(f"{NS}Plans/{NS}Plan"))


def facts(queryset):
    explained = ElementTree.fromstring(queryset.explain(format="xml", analyze=True))
    plans = list(explained.iter(NS + "Plan"))
    scans = [
        [plan.findtext(NS + "Node-Type"), plan.findtext(NS + "Relation-Name")]
        for plan in plans
        if plan.find(NS + "Relation-Name") is not None
    ]
    removed = sum(
        round(_number(plan, "Rows-Removed-by-Filter") * _number(plan, "Actual-Loops"))
        for plan in plans
    )
    costliest = max(plans, key=_own_time).findtext(NS + "Node-Type")
    return {"scans": sorted(scans), "removed": removed, "costliest": costliest}
