"""A class reads the pages of one instance, another one collects the requests of a view in separate, not cumulative, buckets."""

from dataclasses import dataclass, field

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"
INFINITE = float("inf")


class Page:
    """The histograms on one /metrics page: {labels without le: {bound: cumulative count}}."""

    def __init__(self, text):
        self.series = {}
        for family in text_string_to_metric_families(text):
            for name, labels, value, *_ in family.samples:
                if name != f"{HISTOGRAM}_bucket":
                    continue
                rest = frozenset((key, text) for key, text in labels.items() if key != "le")
                self.series.setdefault(rest, {})[float(labels["le"])] = value

    def is_before_restart(self, after):
        for labels, buckets in self.series.items():
            others = after.series.get(labels, {})
            for bound, value in buckets.items():
                if bound not in others or others[bound] < value:
                    return True
        return False


@dataclass
class View:
    cumulative: dict = field(default_factory=dict)

    def add(self, bound, requests):
        self.cumulative[bound] = self.cumulative.get(bound, 0) + requests

    @property
    def requests(self):
        return self.cumulative.get(INFINITE, 0)

    def within(self, share):
        wanted = share * self.requests
        low, seen = 0, 0
        highest = max(bound for bound in self.cumulative if bound != INFINITE)
        for high in sorted(self.cumulative):
            if high == INFINITE:
                break
            here = self.cumulative[high] - seen
            if here > 0 and seen + here >= wanted:
                return low + (high - low) * ((wanted - seen) / here)
            low, seen = high, self.cumulative[high]
        return highest


def p95(earlier, later):
    views = {}
    for instance, text in later.items():
        new = Page(text)
        old = Page(earlier.get(instance, ""))
        if old.is_before_restart(new):
            old = Page("")
        for labels, buckets in new.series.items():
            view = views.setdefault(dict(labels)["view"], View())
            known = old.series.get(labels, {})
            for bound, value in buckets.items():
                view.add(bound, value - known.get(bound, 0))
    return {name: view.within(0.95) for name, view in views.items() if view.requests > 0}
