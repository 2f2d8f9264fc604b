"""text

A regular expression reads the lines, and labels end at the next quotation mark. It shows with a
label that has an escaped one or a backslash in it, or with a space behind a comma: the view gets
another name, or the line is not read.
"""

import math
import re
from collections import defaultdict

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"
LABEL = re.compile(r'(\w+)="([^"]*)"')
BUCKET = re.compile(
    rf'^{HISTOGRAM}_bucket{{(?P<labels>(?:\w+="[^"]*",?)*)}} (?P<count>\S+)', re.MULTILINE
)


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
    for match in BUCKET.finditer(text):
        labels = dict(LABEL.findall(match["labels"]))
        key = labels.pop("view", ""), float(labels.pop("le"))
        found[key, frozenset(labels.items())] = float(match["count"])
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
