"""Right: everything in small functions, exact fractions until the end."""

from collections import defaultdict
from fractions import Fraction

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def parse(text):
    series = {}
    for metric in text_string_to_metric_families(text):
        for name, labels, value, *_ in metric.samples:
            if name == HISTOGRAM + "_bucket":
                rest = {label: text for label, text in labels.items() if label != "le"}
                series[labels["view"], frozenset(rest.items()), float(labels["le"])] = value
    return series


def increase(old, new):
    if any(key not in new or new[key] < old[key] for key in old):
        old = {}
    return {key: value - old.get(key, 0) for key, value in new.items()}


def interpolated(steps):
    *finite, (_, total) = steps
    wanted = Fraction(95, 100) * Fraction(total)
    lower, under = 0.0, 0
    for upper, number in finite:
        if number >= wanted:
            if upper <= 0:
                return upper if under == 0 else lower + (upper - lower) * part(wanted, under, number)
            return lower + (upper - lower) * part(wanted, under, number)
        lower, under = upper, number
    return finite[-1][0] if finite else float("nan")


def part(wanted, under, number):
    return float((wanted - Fraction(under)) / (Fraction(number) - Fraction(under)))


def p95(earlier, later):
    histograms = defaultdict(lambda: defaultdict(int))
    for instance in later:
        old = parse(earlier.get(instance, ""))
        for (view, _, le), number in increase(old, parse(later[instance])).items():
            histograms[view][le] += number
    answer = {}
    for view, histogram in histograms.items():
        if histogram.get(float("inf"), 0) > 0:
            answer[view] = interpolated(sorted(histogram.items()))
    return answer
