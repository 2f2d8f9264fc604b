"""The buckets made separate: how many requests are in each, until 95% are seen."""

import math

from prometheus_client import parser

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def p95(earlier, later):
    per_view = {}
    for name in later:
        now = scrape(later[name])
        base = scrape(earlier[name]) if name in earlier else {}
        if base.keys() - now.keys() or any(now[key] < base[key] for key in base):
            base = {}
        for (labels, le), value in now.items():
            view = next(text for label, text in labels if label == "view")
            table = per_view.setdefault(view, {})
            table[le] = table.get(le, 0) + value - base.get((labels, le), 0)
    answers = {view: estimate(sorted(table.items())) for view, table in per_view.items()}
    return {view: seconds for view, seconds in answers.items() if seconds is not None}


def scrape(text):
    values = {}
    for family in parser.text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == f"{HISTOGRAM}_bucket":
                labels = dict(sample.labels)
                le = float(labels.pop("le"))
                values[tuple(sorted(labels.items())), le] = sample.value
    return values


def estimate(table):
    total = table[-1][1]
    if total == 0:
        return None
    missing, lower, seen = 0.95 * total, 0, 0
    for bound, cumulative in table:
        here = cumulative - seen
        if here >= missing:
            return lower if math.isinf(bound) else lower + (bound - lower) * missing / here
        missing, lower, seen = missing - here, bound, cumulative
