"""Counts are numpy arrays, one number for each bound: pages are compared and subtracted as whole arrays, and searchsorted() finds the bucket."""

from collections import defaultdict

import numpy as np
from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def scraped(text):
    """Return a page's series, {labels without le: {bound: cumulative count}}."""
    series = defaultdict(dict)
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == f"{HISTOGRAM}_bucket":
                labels = frozenset(item for item in sample.labels.items() if item[0] != "le")
                series[labels][float(sample.labels["le"])] = sample.value
    return series


def array(series, bounds, missing):
    return np.array([series.get(bound, missing) for bound in bounds], dtype=float)


def p95(earlier, later):
    requests = {}  # {view: {bound: requests between the scrapes}}
    for instance, text in later.items():
        now, before = scraped(text), scraped(earlier.get(instance, ""))
        restarted = any(
            (array(now.get(labels, {}), old, -np.inf) < array(old, old, 0)).any()
            for labels, old in before.items()
        )
        for labels, counts in now.items():
            old = {} if restarted else before.get(labels, {})
            delta = array(counts, counts, 0) - array(old, counts, 0)
            view = requests.setdefault(dict(labels).get("view", ""), defaultdict(float))
            for bound, number in zip(counts, delta, strict=True):
                view[bound] += float(number)
    quantiles = {}
    for view, counts in requests.items():
        bounds = np.array(sorted(counts))
        cumulative = np.maximum.accumulate(array(counts, bounds.tolist(), 0))
        if cumulative[-1] > 0:
            quantiles[view] = float(quantile(0.95, bounds, cumulative))
    return quantiles


def quantile(share, bounds, cumulative):
    if len(bounds) < 2:
        return np.nan
    rank = share * cumulative[-1]
    bucket = np.searchsorted(cumulative[:-1], rank, side="left")
    if bucket == len(bounds) - 1:
        return bounds[-2]
    if bucket == 0 and bounds[0] <= 0:
        return bounds[0]
    starts, counts = np.append(0.0, bounds), np.append(0.0, cumulative)
    part = (rank - counts[bucket]) / (counts[bucket + 1] - counts[bucket])
    return starts[bucket] + (starts[bucket + 1] - starts[bucket]) * part
