"""Wrong (instances): sums the pages of all instances first, and takes the earlier sum from the later
one. The requests that an instance which is gone had answered before are missing from the others'."""

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
    for instance in earlier.keys() | later.keys():
        before = buckets(earlier.get(instance, ""))
        now = buckets(later.get(instance, ""))
        restarted = any(key not in now or now[key] < value for key, value in before.items())
        if restarted and instance in later:
            before = {}
        for sign, page in ((-1, before), (1, now)):
            for (labels, bound), value in page.items():
                views[dict(labels)["view"]][bound] += sign * value
    return {
        view: quantile(0.95, counts) for view, counts in views.items() if counts[math.inf] > 0
    }
