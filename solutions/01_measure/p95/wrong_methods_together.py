"""Methods are added up before pages are compared: more requests of one hide the other's restart.

Breaks: restart
Fails: restart
"""

from collections import Counter, defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def p95(earlier, later):
    views = defaultdict(Counter)
    for instance, text in later.items():
        new, old = buckets(text), buckets(earlier.get(instance, ""))
        if any(number > new[series] for series, number in old.items()):
            old = Counter()
        for (view, bound), number in new.items():
            views[view][bound] += number - old[view, bound]
    return {view: quantile(0.95, up_to) for view, up_to in views.items() if any(up_to.values())}


def buckets(text):
    """Return how many requests each bucket of a view has, all methods together."""
    found = Counter()
    for metric in text_string_to_metric_families(text):
        for sample in metric.samples:
            if sample.name == f"{HISTOGRAM}_bucket":
                found[sample.labels["view"], float(sample.labels["le"])] += sample.value
    return found


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
