"""Right: numbers of all pages first, then generators; a restart empties the old page."""

from collections import defaultdict

from prometheus_client.parser import text_string_to_metric_families

NAME = "django_http_requests_latency_seconds_by_view_method_bucket"


def samples(text):
    for family in text_string_to_metric_families(text):
        yield from (sample for sample in family.samples if sample.name == NAME)


def numbers(text):
    page = defaultdict(dict)
    for sample in samples(text):
        rest = frozenset((k, v) for k, v in sample.labels.items() if k != "le")
        page[rest][float(sample.labels["le"])] = sample.value
    return page


def began_again(old, new):
    for rest, counts in old.items():
        for bound, value in counts.items():
            if new.get(rest, {}).get(bound, -1.0) < value:
                return True
    return False


def p95(earlier, later):
    views = defaultdict(lambda: defaultdict(float))
    for instance, text in later.items():
        new, old = numbers(text), numbers(earlier.get(instance, ""))
        if began_again(old, new):
            old = {}
        for rest, counts in new.items():
            for bound, value in counts.items():
                views[dict(rest)["view"]][bound] += value - old.get(rest, {}).get(bound, 0.0)
    found = {}
    for view, counts in views.items():
        *finite, last = sorted(counts)
        if counts[last] == 0:
            continue
        rank, low, below = 0.95 * counts[last], 0.0, 0.0
        for high in finite:
            if counts[high] >= rank:
                low += (high - low) * (rank - below) / (counts[high] - below)
                break
            low, below = high, counts[high]
        found[view] = low
    return found
