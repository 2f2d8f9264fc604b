"""Breaks: text.

A regular expression takes the lines apart, and takes the last word for the value and everything up to a quote for a label.
It shows when a line ends with a timestamp, or a label's value contains an escaped quote or a backslash.
"""

import math
import re
from collections import Counter, defaultdict

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"
LINE = re.compile(rf"^{HISTOGRAM}_bucket\{{(.*)\}}.*?(\S+)$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="([^"]*)"')


def read(text):
    page = {}
    for labels, value in LINE.findall(text):
        pairs = dict(LABEL.findall(labels))
        pairs["le"] = float(pairs["le"])
        page[tuple(sorted(pairs.items()))] = float(value)
    return page


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
    views = defaultdict(Counter)
    for instance, text in later.items():
        new, old = read(text), read(earlier.get(instance, ""))
        if any(key not in new or new[key] < value for key, value in old.items()):
            old = {}
        for key, value in new.items():
            labels = dict(key)
            views[labels["view"]][labels["le"]] += value - old.get(key, 0)
    return {view: quantile(counts) for view, counts in views.items() if counts[math.inf] > 0}
