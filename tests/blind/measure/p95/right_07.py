"""Right: a Scrape class, one list of bounds and one of numbers, bisect for the place."""

from bisect import bisect_left
from itertools import accumulate

from prometheus_client.parser import text_string_to_metric_families

BUCKET = "django_http_requests_latency_seconds_by_view_method_bucket"
INF = float("inf")


class Scrape:
    def __init__(self, text=""):
        self.series = {}
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.name == BUCKET:
                    rest = tuple(sorted(kv for kv in sample.labels.items() if kv[0] != "le"))
                    key = sample.labels["view"], rest, float(sample.labels["le"])
                    self.series[key] = float(sample.value)

    def continues(self, old):
        return all(self.series.get(key, -1.0) >= value for key, value in old.series.items())

    def since(self, old):
        if not self.continues(old):
            old = Scrape()
        for key, value in self.series.items():
            yield key[0], key[2], value - old.series.get(key, 0.0)


def p95(earlier, later):
    added = {}
    for name in later:
        old = Scrape(earlier[name]) if name in earlier else Scrape()
        for view, bound, number in Scrape(later[name]).since(old):
            of_view = added.setdefault(view, {})
            of_view[bound] = of_view.get(bound, 0.0) + number
    result = {}
    for view, of_view in added.items():
        bounds = sorted(of_view)
        # Never less than in the bucket below.
        cumulated = list(accumulate((of_view[bound] for bound in bounds), max))
        total = cumulated[-1]
        if bounds[-1] != INF or total <= 0:
            continue
        rank = 0.95 * total
        place = bisect_left(cumulated, rank)
        if place == len(bounds) - 1:
            result[view] = bounds[-2] if len(bounds) > 1 else float("nan")
        elif place == 0:
            result[view] = bounds[0] if bounds[0] <= 0 else bounds[0] * rank / cumulated[0]
        else:
            low, high = bounds[place - 1], bounds[place]
            under = cumulated[place - 1]
            result[view] = low + (high - low) * (rank - under) / (cumulated[place] - under)
    return result
