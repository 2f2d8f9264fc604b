"""text

It looks for the histogram by the name of its family, which the parser knows only from a TYPE line.
It shows with a page without comments, which the format allows: its requests do not count.
"""

import math
from collections import defaultdict

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def p95(earlier, later):
    views = defaultdict(lambda: defaultdict(float))
    for instance, text in later.items():
        before, now = buckets(earlier.get(instance, "")), buckets(text)
        if any(series not in now or now[series] < count for series, count in before.items()):
            before = {}  # this instance has begun again
        for series, count in now.items():
            (view, bound), _ = series
            views[view][bound] += count - before.get(series, 0)
    return {
        view: quantile(0.95, sorted(counts.items()))
        for view, counts in views.items()
        if max(counts.values()) > 0
    }


def buckets(text):
    """Return how many requests are in each bucket: {((view, bound), other labels): count}."""
    found = {}
    for metric in text_string_to_metric_families(text):
        if metric.name != HISTOGRAM:
            continue
        for sample in metric.samples:
            if sample.name.endswith("_bucket"):
                labels = dict(sample.labels)
                key = labels.pop("view", ""), float(labels.pop("le"))
                found[key, frozenset(labels.items())] = sample.value
    return found


def quantile(share, cumulative):
    """Return what histogram_quantile() does, from bounds and cumulative counts in order."""
    rank = share * max(count for _, count in cumulative)
    start, below = 0.0, 0.0
    for bound, count in cumulative[:-1]:
        if count >= rank:
            return start + (bound - start) * (rank - below) / (count - below)
        start, below = bound, max(below, count)
    return start if len(cumulative) > 1 else math.nan
