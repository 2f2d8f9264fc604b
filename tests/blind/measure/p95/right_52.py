"""Turns the summed cumulative buckets of each view into two lists, and looks the rank up with bisect."""

from bisect import bisect_left
from collections import Counter

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def scrape(text):
    return {
        tuple(sorted({**s.labels, "le": float(s.labels["le"])}.items())): s.value
        for family in text_string_to_metric_families(text)
        for s in family.samples
        if s.name == HISTOGRAM + "_bucket"
    }


def p95(earlier, later):
    total = {}
    for instance in later:
        now, then = scrape(later[instance]), scrape(earlier.get(instance, ""))
        if any(now.get(series, -1) < count for series, count in then.items()):
            then = {}
        for series, count in now.items():
            labels = dict(series)
            total.setdefault(labels["view"], Counter())[labels["le"]] += count - then.get(series, 0)

    answer = {}
    for view, counts in total.items():
        bounds = sorted(counts)
        cumulative = [counts[bound] for bound in bounds]
        if cumulative[-1] <= 0:
            continue
        rank = 0.95 * cumulative[-1]
        place = bisect_left(cumulative, rank)
        if place == len(bounds) - 1:
            answer[view] = bounds[-2]
            continue
        low, before = (bounds[place - 1], cumulative[place - 1]) if place else (0, 0)
        answer[view] = low + (bounds[place] - low) * (rank - before) / (cumulative[place] - before)
    return answer
