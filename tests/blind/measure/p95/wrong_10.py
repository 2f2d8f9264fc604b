"""Wrong (between): as increase() of Prometheus, a series needs two scrapes. The requests of a view, or
of a method of it, that an old instance answered for the first time between the scrapes are left
out."""

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
        if not before:
            before = dict.fromkeys(now, 0)
        for key in now.keys() & before.keys():
            labels, bound = key
            views[dict(labels)["view"]][bound] += now[key] - before[key]
    return {
        view: quantile(0.95, counts) for view, counts in views.items() if counts[math.inf] > 0
    }
