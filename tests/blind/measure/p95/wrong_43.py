"""between

A view is left out if its time is 0, which a view without requests has here. It shows with a bucket
whose bound is 0 (le="0.0") that has 95% of a view's requests: that view has requests, and a time of 0.
"""

import math
from collections import defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def p95(earlier, later):
    views = defaultdict(lambda: defaultdict(float))
    for instance, text in later.items():
        before, now = buckets(earlier.get(instance, "")), buckets(text)
        if any(series not in now or now[series] < count for series, count in before.items()):
            before = {}  # this instance has begun again
        for series, count in now.items():
            (view, bound), _ = series
            views[view][bound] += count - before.get(series, 0)
    quantiles = {view: quantile(0.95, sorted(counts.items())) for view, counts in views.items()}
    return {view: seconds for view, seconds in quantiles.items() if seconds}


def buckets(text):
    """Return how many requests are in each bucket: {((view, bound), other labels): count}."""
    found = {}
    for metric in text_string_to_metric_families(text):
        for sample in metric.samples:
            if sample.name == f"{HISTOGRAM}_bucket":
                labels = dict(sample.labels)
                key = labels.pop("view", ""), float(labels.pop("le"))
                found[key, frozenset(labels.items())] = sample.value
    return found


def quantile(share, cumulative):
    """Return what histogram_quantile() does, from bounds and cumulative counts in order."""
    rank = share * max(count for _, count in cumulative)
    start, below = 0.0, 0.0
    if not rank:
        return 0.0
    for bound, count in cumulative[:-1]:
        if count >= rank:
            return start + (bound - start) * (rank - below) / (count - below)
        start, below = bound, max(below, count)
    return start if len(cumulative) > 1 else math.nan
