"""Right: counts of single buckets, not cumulative ones, after adding up."""

from collections import defaultdict
from itertools import pairwise

from prometheus_client.parser import text_string_to_metric_families

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"


def scrape(text):
    values = {}
    for family in text_string_to_metric_families(text):
        for name, labels, value, *_ in family.samples:
            if name == f"{HISTOGRAM}_bucket":
                key = tuple(sorted((k, float(v) if k == "le" else v) for k, v in labels.items()))
                values[key] = value
    return values


def p95(earlier, later):
    totals = defaultdict(lambda: defaultdict(float))
    for instance, page in later.items():
        now, then = scrape(page), scrape(earlier.get(instance, ""))
        if not all(key in now and now[key] >= then[key] for key in then):
            then = {}
        for key, value in now.items():
            labels = dict(key)
            totals[labels["view"]][labels["le"]] += value - then.get(key, 0)
    answer = {}
    for view, counts in totals.items():
        cumulative = sorted(counts.items())
        number = cumulative[-1][1]
        if not number:
            continue
        missing = 0.95 * number
        answer[view] = cumulative[-2][0]
        for (low, before), (high, upto) in pairwise([(0.0, 0.0), *cumulative[:-1]]):
            if upto >= missing:
                answer[view] = low + (high - low) * (missing - before) / (upto - before)
                break
    return answer
