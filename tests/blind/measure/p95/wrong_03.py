"""Wrong: restart: only buckets that are lower begin at 0 again, not the whole instance."""

from collections import Counter, defaultdict
from math import inf

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def buckets(text):
    found = {}
    for metric in text_string_to_metric_families(text):
        for sample in metric.samples:
            if sample.name == f"{HISTOGRAM}_bucket":
                labels = dict(sample.labels)
                bound = float(labels.pop("le"))
                found[labels["view"], frozenset(labels.items()), bound] = sample.value
    return found


def quantile(counts):
    bounds = sorted(counts)
    rank = 0.95 * counts[inf]
    start, below = 0.0, 0.0
    for bound in bounds:
        if counts[bound] >= rank:
            if bound == inf:
                return start
            if bound <= 0:
                return bound
            return start + (bound - start) * (rank - below) / (counts[bound] - below)
        start, below = bound, counts[bound]


def p95(earlier, later):
    views = defaultdict(Counter)
    for instance, text in later.items():
        new = buckets(text)
        old = buckets(earlier.get(instance, ""))
        for key, value in new.items():
            views[key[0]][key[2]] += value - (old.get(key, 0) if old.get(key, 0) <= value else 0)
    return {view: quantile(counts) for view, counts in views.items() if counts[inf] > 0}
