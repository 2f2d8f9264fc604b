"""A view whose requests took no time is left out, like one that has none.

Breaks: between
Fails: between
"""

from collections import Counter, defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def p95(earlier, later):
    views = defaultdict(Counter)
    for instance, text in later.items():
        new, old = buckets(text), buckets(earlier.get(instance, ""))
        if any(number > new.get(series, 0) for series, number in old.items()):
            old = {}
        for series, number in new.items():
            labels = dict(series)
            views[labels["view"]][float(labels["le"])] += number - old.get(series, 0)
    found = {view: quantile(0.95, up_to) for view, up_to in views.items() if any(up_to.values())}
    return {view: seconds for view, seconds in found.items() if seconds}


def buckets(text):
    """Return the counter of each series of buckets, by its labels."""
    return {
        frozenset(sample.labels.items()): sample.value
        for metric in text_string_to_metric_families(text)
        for sample in metric.samples
        if sample.name == f"{HISTOGRAM}_bucket"
    }


def quantile(share, up_to):
    """Return Prometheus's estimate from how many requests took up to each bound."""
    bounds = sorted(up_to)
    rank = share * up_to[bounds[-1]]
    lower, below = 0.0, 0
    for bound in bounds[:-1]:
        if up_to[bound] >= rank:
            return lower + (bound - lower) * (rank - below) / (up_to[bound] - below)
        lower, below = bound, up_to[bound]
    return lower
