"""Keeps all pages as arrays of numpy, and finds the bucket of the rank with searchsorted."""

import numpy as np
from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def read(text):
    """Return {(view, other labels): {le: count}}."""
    page = {}
    for metric in text_string_to_metric_families(text or ""):
        for sample in metric.samples:
            if sample.name != HISTOGRAM + "_bucket":
                continue
            labels = sample.labels.copy()
            bound, view = float(labels.pop("le")), labels.pop("view")
            page.setdefault((view, tuple(sorted(labels.items()))), {})[bound] = float(sample.value)
    return page


def column(buckets, bounds):
    return np.array([buckets.get(bound, 0.0) for bound in bounds])


def was_restarted(old, new):
    return any(
        bound not in new.get(series, {}) or new[series][bound] < count
        for series, buckets in old.items()
        for bound, count in buckets.items()
    )


def p95(earlier, later):
    pages = {name: (read(earlier.get(name)), read(text)) for name, text in later.items()}
    bounds = sorted({b for _, new in pages.values() for buckets in new.values() for b in buckets})
    views = {}
    for old, new in pages.values():
        base = {} if was_restarted(old, new) else old
        for series, buckets in new.items():
            more = column(buckets, bounds) - column(base.get(series, {}), bounds)
            views[series[0]] = views.get(series[0], 0) + more

    result = {}
    for view, cumulative in views.items():
        if not cumulative[-1] > 0:
            continue
        rank = 0.95 * cumulative[-1]
        at = int(np.searchsorted(cumulative, rank, side="left"))
        if at == len(bounds) - 1:
            result[view] = bounds[at - 1]
        else:
            low = bounds[at - 1] if at else 0.0
            below = cumulative[at - 1] if at else 0.0
            share = (rank - below) / (cumulative[at] - below)
            result[view] = float(low + (bounds[at] - low) * share)
    return result
