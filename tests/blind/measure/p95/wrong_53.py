"""Breaks: p95.

A rank that falls into the bucket +Inf is interpolated like in the others, and gives infinity instead of the highest other bound.
It shows when more than 5% of a view's requests took longer than the highest bound.
"""

from collections import Counter, defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def read(text):
    return {
        tuple(sorted(sample.labels.items())): sample.value
        for metric in text_string_to_metric_families(text)
        for sample in metric.samples
        if sample.name == f"{HISTOGRAM}_bucket"
    }


def p95(earlier, later):
    views = defaultdict(Counter)
    for instance, text in later.items():
        new, old = read(text), read(earlier.get(instance, ""))
        if any(key not in new or new[key] < old[key] for key in old):
            old = {}
        for key, value in new.items():
            labels = dict(key)
            views[labels["view"]][float(labels["le"])] += value - old.get(key, 0)

    result = {}
    for view, counts in views.items():
        total = max(counts.values())
        if not total:
            continue
        rank = 0.95 * total
        start = below = 0
        for bound, cumulative in sorted(counts.items()):
            if cumulative >= rank:
                result[view] = start + (bound - start) * (rank - below) / (cumulative - below)
                break
            start, below = bound, cumulative
    return result
