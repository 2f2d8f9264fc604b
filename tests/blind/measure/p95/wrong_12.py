"""Wrong (restart): notices a restart for each series alone, as rate() does. After a restart, a busy
series of the instance that is already higher than before has its old count taken off."""

import math
from collections import Counter, defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def buckets(text):
    found = defaultdict(dict)
    for metric in text_string_to_metric_families(text):
        for sample in metric.samples:
            if sample.name == f"{HISTOGRAM}_bucket":
                labels = dict(sample.labels)
                bound = float(labels.pop("le"))
                found[frozenset(labels.items())][bound] = sample.value
    return found


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
        before = buckets(earlier.get(instance, ""))
        for labels, now in buckets(text).items():
            old = before.get(labels, {})
            if any(now.get(bound, -1) < value for bound, value in old.items()):
                old = {}
            for bound, value in now.items():
                views[dict(labels)["view"]][bound] += value - old.get(bound, 0)
    return {
        view: quantile(0.95, counts) for view, counts in views.items() if counts[math.inf] > 0
    }
