"""Breaks: instances.

All instances of a scrape are added up before the two sums are subtracted. So an instance that is gone takes its requests away from
those of the others: it shows as soon as "earlier" has an instance that "later" lacks (a restart of one instance goes wrong too).
"""

import math
from collections import Counter, defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def add_up(pages):
    views = defaultdict(Counter)
    for text in pages.values():
        for metric in text_string_to_metric_families(text):
            for sample in metric.samples:
                if sample.name == f"{HISTOGRAM}_bucket":
                    views[sample.labels["view"]][float(sample.labels["le"])] += sample.value
    return views


def quantile(counts):
    rank = 0.95 * counts[math.inf]
    low = below = 0
    for bound in sorted(counts):
        if counts[bound] >= rank:
            if bound == math.inf:
                return low
            return low + (bound - low) * (rank - below) / (counts[bound] - below)
        low, below = bound, counts[bound]


def p95(earlier, later):
    before, after = add_up(earlier), add_up(later)
    result = {}
    for view, counts in after.items():
        old = before.get(view, {})
        if any(counts[bound] < value for bound, value in old.items()):
            old = {}
        more = {bound: value - old.get(bound, 0) for bound, value in counts.items()}
        if more[math.inf] > 0:
            result[view] = quantile(more)
    return result
