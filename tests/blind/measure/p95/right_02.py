"""Right: bisect in the cumulative counts."""

from bisect import bisect_left
from collections import Counter

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def read(text):
    return {
        (sample.labels["view"], float(sample.labels["le"]), sample.labels.get("method"),
         tuple(sorted(item for item in sample.labels.items() if item[0] != "le"))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == HISTOGRAM + "_bucket"
    }


def increase(before, after):
    restarted = any(after.get(key, -1) < value for key, value in before.items())
    return {key: value - (0 if restarted else before.get(key, 0)) for key, value in after.items()}


def p95(earlier, later):
    sums = Counter()
    for instance in later:
        before = read(earlier[instance]) if instance in earlier else {}
        for (view, bound, *_), value in increase(before, read(later[instance])).items():
            sums[view, bound] += value
    result = {}
    for view in {view for view, _ in sums}:
        bounds = sorted(bound for name, bound in sums if name == view)
        counts = [sums[view, bound] for bound in bounds]
        if counts[-1] <= 0:
            continue
        rank = counts[-1] * 0.95
        place = bisect_left(counts, rank)
        if place == len(bounds) - 1:
            result[view] = bounds[-2]
            continue
        lower, below = (bounds[place - 1], counts[place - 1]) if place else (0.0, 0)
        result[view] = lower + (bounds[place] - lower) * (rank - below) / (counts[place] - below)
    return result
