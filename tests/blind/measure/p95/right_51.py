"""Subtracts bucket by bucket for each instance, adds the differences up by view, and interpolates as Prometheus does."""

import math
from collections import defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def buckets_of(text):
    found = {}
    for metric in text_string_to_metric_families(text):
        for sample in metric.samples:
            if sample.name == f"{HISTOGRAM}_bucket":
                labels = dict(sample.labels)
                bound = float(labels.pop("le"))
                found[frozenset(labels.items()), bound] = sample.value
    return found


def growth(old, new):
    restarted = any(key not in new or new[key] < value for key, value in old.items())
    if restarted:
        old = {}
    return {key: value - old.get(key, 0) for key, value in new.items()}


def quantile(share, cumulative):
    """cumulative maps each upper bound to the number of requests up to it."""
    bounds = sorted(cumulative)
    rank = share * cumulative[bounds[-1]]
    start, below = 0.0, 0
    for bound in bounds:
        if cumulative[bound] >= rank:
            break
        start, below = bound, cumulative[bound]
    if math.isinf(bound):
        return bounds[-2]
    if bound == bounds[0] and bound <= 0:
        return bound
    return start + (bound - start) * (rank - below) / (cumulative[bound] - below)


def p95(earlier, later):
    views = defaultdict(lambda: defaultdict(float))
    for instance, text in later.items():
        old = buckets_of(earlier[instance]) if instance in earlier else {}
        for (labels, bound), more in growth(old, buckets_of(text)).items():
            views[dict(labels).get("view", "")][bound] += more
    return {
        view: quantile(0.95, cumulative)
        for view, cumulative in views.items()
        if cumulative[math.inf] > 0
    }
