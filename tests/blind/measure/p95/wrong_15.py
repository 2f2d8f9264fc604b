"""Wrong (text): keeps the bounds as they are written. Where one page says le="1.0" and another le="1"
(Python's client and Go's or a proxy's), they are two buckets, and the numbers of one are missing in
the other."""

from collections import Counter, defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def buckets(text):
    return {
        frozenset(sample.labels.items()): sample.value
        for metric in text_string_to_metric_families(text)
        for sample in metric.samples
        if sample.name == f"{HISTOGRAM}_bucket"
    }


def quantile(q, counts):
    bounds = sorted(counts, key=float)
    rank = q * counts["+Inf"]
    start, below = 0.0, 0
    for le in bounds[:-1]:
        bound = float(le)
        if counts[le] >= rank:
            return start + (bound - start) * (rank - below) / (counts[le] - below)
        start, below = bound, counts[le]
    return float(bounds[-2])


def p95(earlier, later):
    views = defaultdict(Counter)
    for instance, text in later.items():
        now = buckets(text)
        before = buckets(earlier.get(instance, ""))
        if any(key not in now or now[key] < value for key, value in before.items()):
            before = {}
        for key, value in now.items():
            labels = dict(key)
            views[labels["view"]][labels["le"]] += value - before.get(key, 0)
    return {view: quantile(0.95, counts) for view, counts in views.items() if counts["+Inf"] > 0}
