"""Each page becomes a Page object that can be subtracted from a later one; a Histogram of each view finds its bucket by bisection."""

import math
from bisect import bisect_left
from collections import Counter
from itertools import accumulate

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


class Page:
    """The buckets of an instance's page."""

    def __init__(self, text):
        self.counts = {
            self._key(sample.labels): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == HISTOGRAM + "_bucket"
        }

    @staticmethod
    def _key(labels):
        # Bounds are numbers: "1", "1.0" and "1e0" are the same one.
        return tuple(
            sorted((name, float(value) if name == "le" else value) for name, value in labels.items())
        )

    def began_again_since(self, earlier):
        return any(
            self.counts.get(key, -math.inf) < count for key, count in earlier.counts.items()
        )

    def since(self, earlier):
        """Yield view, bound and number of requests since an earlier page of the same instance."""
        before = {} if self.began_again_since(earlier) else earlier.counts
        for key, count in self.counts.items():
            labels = dict(key)
            yield labels.get("view", ""), labels["le"], count - before.get(key, 0)


class Histogram:
    """All of a view's series together."""

    def __init__(self):
        self.counts = Counter()

    def quantile(self, share):
        """Return the time within which this share was answered, or None without requests."""
        bounds = sorted(self.counts)
        cumulative = list(accumulate((self.counts[bound] for bound in bounds), max))
        if cumulative[-1] <= 0:
            return None
        rank = share * cumulative[-1]
        bucket = bisect_left(cumulative, rank, hi=len(bounds) - 1)
        if bucket == len(bounds) - 1:
            return bounds[-2] if bucket else math.nan
        if bucket == 0:
            low, below = 0.0, 0.0
            if bounds[0] <= 0:
                return bounds[0]
        else:
            low, below = bounds[bucket - 1], cumulative[bucket - 1]
        part = (rank - below) / (cumulative[bucket] - below)
        return low + (bounds[bucket] - low) * part


def p95(earlier, later):
    histograms = {}
    for instance, text in later.items():
        for view, bound, requests in Page(text).since(Page(earlier.get(instance, ""))):
            histograms.setdefault(view, Histogram()).counts[bound] += requests
    quantiles = {view: histogram.quantile(0.95) for view, histogram in histograms.items()}
    return {view: seconds for view, seconds in quantiles.items() if seconds is not None}
