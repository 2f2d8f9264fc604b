"""Right: a class for a page, with its own subtraction."""

from collections import Counter
from math import isinf

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


class Page:
    def __init__(self, text=""):
        self.series = {}
        for family in text_string_to_metric_families(text):
            if family.name == HISTOGRAM or family.name == f"{HISTOGRAM}_bucket":
                for sample in family.samples:
                    if sample.name.endswith("_bucket"):
                        labels = {**sample.labels, "le": float(sample.labels["le"])}
                        self.series[frozenset(labels.items())] = sample.value

    def since(self, old):
        keys = old.series.keys()
        same = keys <= self.series.keys() and all(self.series[k] >= old.series[k] for k in keys)
        for key, value in self.series.items():
            labels = dict(key)
            yield labels["view"], labels["le"], value - (old.series.get(key, 0) if same else 0)


def p95(earlier, later):
    views = {}
    for instance, text in later.items():
        for view, bound, number in Page(text).since(Page(earlier.get(instance, ""))):
            views.setdefault(view, Counter())[bound] += number
    return {view: seconds(c) for view, c in views.items() if max(c.values()) > 0}


def seconds(counts):
    wanted = max(counts.values()) * 95 / 100
    bound = min(bound for bound, number in counts.items() if number >= wanted)
    lower = [other for other in counts if other < bound]
    start = max(lower, default=0.0)
    if isinf(bound):
        return start
    before = counts[start] if lower else 0
    return start + (bound - start) * (wanted - before) / (counts[bound] - before)
