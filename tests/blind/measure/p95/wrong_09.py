"""Wrong (p95): looks for the first bucket with more requests than the rank, not as many. Where
exactly 95% are in a bucket or below and the next buckets are empty, it answers with the lower bound
of the next one that is not empty (19 of 20 within 0.1 s, one of 8 s: 7.5 instead of 0.1)."""

import math
from collections import Counter, defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def buckets(text):
    found = {}
    for metric in text_string_to_metric_families(text):
        for sample in metric.samples:
            if sample.name == f"{HISTOGRAM}_bucket":
                labels = dict(sample.labels)
                bound = float(labels.pop("le"))
                found[frozenset(labels.items()), bound] = sample.value
    return found


def quantile(q, counts):
    bounds = sorted(counts)
    rank = q * counts[math.inf]
    start, below = 0.0, 0
    for bound in bounds[:-1]:
        if counts[bound] > rank:
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
        for (labels, bound), value in now.items():
            views[dict(labels)["view"]][bound] += value - before.get((labels, bound), 0)
    return {
        view: quantile(0.95, counts) for view, counts in views.items() if counts[math.inf] > 0
    }
