"""Wrong (together): knows a series by view, method and bound. Where a page has one more label (a
process, a status, a version), one series of these is kept, and the others are lost."""

import math
from collections import Counter, defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def buckets(text):
    return {
        (sample.labels["view"], sample.labels.get("method"), float(sample.labels["le"])): (
            sample.value
        )
        for metric in text_string_to_metric_families(text)
        for sample in metric.samples
        if sample.name == f"{HISTOGRAM}_bucket"
    }


def quantile(q, counts):
    bounds = sorted(counts)
    rank = q * counts[math.inf]
    start, below = 0.0, 0
    for bound in bounds[:-1]:
        if counts[bound] >= rank:
            return start + (bound - start) * (rank - below) / (counts[bound] - below)
        start, below = bound, counts[bound]
    return bounds[-2]


def p95(earlier, later):
    views = defaultdict(Counter)
    for instance, text in later.items():
        now = buckets(text)
        before = buckets(earlier.get(instance, ""))
        if any(key not in now or now[key] < value for key, value in before.items()):
            before = {}
        for (view, method, bound), value in now.items():
            views[view][bound] += value - before.get((view, method, bound), 0)
    return {
        view: quantile(0.95, counts) for view, counts in views.items() if counts[math.inf] > 0
    }
