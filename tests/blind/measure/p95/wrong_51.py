"""Breaks: restart.

Each series is judged alone, as rate() does it: after a restart a series that is again as high as before counts only its difference.
It shows when one view's bucket is lower and another view of the same instance has had more requests since the restart than before it.
"""

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
                found.setdefault(frozenset(labels.items()), {})[bound] = sample.value
    return found


def quantile(cumulative):
    bounds = sorted(cumulative)
    rank = 0.95 * cumulative[math.inf]
    low, below = 0, 0
    for bound in bounds:
        if cumulative[bound] >= rank:
            if bound == math.inf:
                return low
            return low + (bound - low) * (rank - below) / (cumulative[bound] - below)
        low, below = bound, cumulative[bound]


def p95(earlier, later):
    views = defaultdict(Counter)
    for instance, text in later.items():
        before = buckets(earlier.get(instance, ""))
        for labels, now in buckets(text).items():
            old = before.get(labels, {})
            if any(now.get(bound, 0) < value for bound, value in old.items()):
                old = {}
            for bound, value in now.items():
                views[dict(labels)["view"]][bound] += value - old.get(bound, 0)
    return {view: quantile(counts) for view, counts in views.items() if counts[math.inf]}
