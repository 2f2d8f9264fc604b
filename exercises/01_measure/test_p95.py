"""What checks p95.py.

What is right comes from the times of the requests, and never from the text of a page.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from math import inf, isclose
from random import Random
from unittest import mock

from django.test import Client, override_settings
from prometheus_client import CollectorRegistry, Histogram, generate_latest

from kata.checks import fail, plain, plural, same

NAME = "django_http_requests_latency_seconds_by_view_method"
ALIKE = f"my_{NAME}", f"{NAME}_old", "django_http_requests_latency_including_middlewares_seconds"
BOUNDS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 25.0, 50.0]
BOUNDS += [75.0, inf]  # django-prometheus's own
SLOW, FAST, FEW = {3: 50, 0.02: 20}, {0.02: 60, 0.3: 40}, {7: 3, 0.2: 1}
TIMES = {
    "in the first bucket": {0.004: 10},
    "at the bound of a bucket": {0.09: 19, 8: 1},
    "at a bound, with empty buckets behind it": {0.09: 95, 60: 5},
    "behind empty buckets": {0.02: 9, 6: 1},
    "in the last but one bucket": {0.02: 1, 60: 30},
    "in +Inf": {0.02: 1, 300: 1},
    "all in +Inf": {300: 3},
    "of one request": {0.6: 1},
    "in every bucket": {bound * 0.9: 7 for bound in BOUNDS[:-1]},
    "of 12 million requests": {0.02: 11_000_000, 0.6: 1_000_000},
}
# Restarts that some of the counters hide: traffic before and after.
RESTARTS = {
    "": ({"feed": SLOW}, {"feed": {0.2: 9}}),
    "and more requests than before": ({"feed": SLOW}, {"feed": {0.03: 90, 30: 1}}),
    "that one view does not show": (
        {"feed": {0.02: 5}, "thread": SLOW},
        {"feed": {0.02: 5, 4: 3}, "thread": {0.02: 40}},
    ),
    "and no request of one view": ({"feed": {0.02: 5}, "thread": SLOW}, {"feed": SLOW}),
    "and not the only request of one view": ({"thread": {0.02: 1}}, {"feed": SLOW}),
    "that one method does not show": (
        {"feed": {0.02: 5}, ("feed", "POST", ""): SLOW},
        {"feed": {0.02: 6}, ("feed", "POST", ""): {4: 2}},
    ),
    "that another method hides": (
        {"feed": {0.02: 5}, ("feed", "POST", ""): SLOW},
        {"feed": {0.02: 900}, ("feed", "POST", ""): {4: 2}},
    ),
    "and no request at all": ({"feed": SLOW}, {}),
}
ODD_VIEWS = 'a "b"', "a\\nb", "a\nb", "a\\", '",le="0.1",view="b"} 7', "a,b={c} # d", "é", ""
ODD_PAGES = "comments", "labels in another order", "numbers like 1.2e+01", "similar names", "times"
ODD_PAGES += ("nothing but samples",)


def test_answer(answer):
    """Reads the /metrics page of a site that answers requests.

    Tries: p95, between.
    """
    registry = Latency.registry = CollectorRegistry()
    with override_settings(MIDDLEWARE=[f"{__name__}.Latency"]):
        visit = Client().get
        for path, Latency.seconds in [("/ping/", 3), ("/nowhere/", 4), ("/", 20)] * 5:
            visit(path)
        earlier = generate_latest(registry).decode()
        for Latency.seconds in [0.02] * 85 + [2.2] * 15:
            visit("/ping/")
        visit("/nowhere/")
        later = generate_latest(registry).decode()
    new = {"ping": {0.02: 85, 2.2: 15}, "<unnamed view>": {2.2: 1}}
    compare(answer, {"web": earlier}, {"web": later}, new, "with 101 requests in between")


def test_buckets(answer):
    """Finds the bucket, and the place in it.

    Tries: p95.
    """
    for given, seconds in TIMES.items():
        judge(answer, given, ({}, {"feed": seconds}))


def test_between(answer):
    """Counts only what came between the scrapes.

    Tries: between.
    """
    old = {"feed": SLOW, "idle": FAST}
    judge(answer, "after many slow requests", (old, {"feed": FAST, "thread": SLOW}))
    judge(answer, "after fast requests", ({"feed": FAST}, {"feed": SLOW}))
    judge(answer, "without a request in between", (old, {}))
    judge(answer, "without any request", ({}, {}))
    with mock.patch.dict(globals(), BOUNDS=[0.0, 0.5, inf]):
        judge(answer, "in a bucket up to 0", ({}, {"feed": {0.0: 20}, "thread": {0.3: 1}}))


def test_together(answer):
    """Adds up methods, instances and other labels.

    Tries: together.
    """
    judge(answer, "of two methods", ({"feed": FAST}, {"feed": FAST, ("feed", "POST", ""): FEW}))
    judge(answer, "of two instances", ({"feed": FAST}, {"feed": FEW}), ({}, {"feed": FAST}))
    one, other = ("feed", "GET", "1"), ("feed", "GET", "2")
    judge(answer, "of series with a label pid", ({one: FEW}, {one: FAST, other: FEW}))


def test_restart(answer):
    """Counts from 0 after a restart.

    Tries: restart.
    """
    for given, (old, new) in RESTARTS.items():
        other = ({"feed": FAST, "thread": FAST}, {"feed": {0.2: 6}, "thread": {0.6: 5}})
        judge(answer, f"after a restart {given}".strip(), (old, new, "restarted"), other)


def test_instances(answer):
    """Knows an instance that is new, and one that is gone.

    Tries: instances.
    """
    new, gone = ({}, {"feed": SLOW}, "new"), ({"feed": FAST, "thread": SLOW}, {}, "gone")
    judge(answer, "with a new instance", ({"feed": SLOW}, {"feed": FAST}), new)
    judge(answer, "with an instance that is gone", ({"feed": SLOW}, {"feed": FAST}), gone)
    judge(answer, "with a new instance and one that is gone", new, gone)
    judge(answer, "when all instances are gone", gone)


def test_text(answer):
    """Reads any valid page.

    Tries: text.
    """
    for odd in ODD_PAGES:
        judge(answer, f"of a page with {odd}", ({"feed": SLOW}, {"feed": FAST}), odd=odd)
    both = {"feed": SLOW}, {"feed": FAST, "thread": FEW, "people": {4: 3, 0.2: 1}}
    judge(answer, 'of two pages, with le="1.0" and le="1"', both, (*both, "short bounds"))
    for view in ODD_VIEWS:
        traffic = {view: SLOW, "feed": FAST}, {view: FAST, "feed": SLOW}
        judge(answer, f"of a view with the name {view!r}", traffic)


def test_all(answer):
    """Is right when all of this happens in the same minute.

    Tries: p95, between, together, restart, instances, text.
    """
    random = Random(95)
    for _ in range(30):
        among = []
        for state in random.choices(("", "", "new", "gone", "restarted"), k=random.randint(1, 4)):
            old, new = some(random), some(random)
            if state == "restarted":  # a bucket must show it
                old["feed"] = {0.001: 900}
            among.append(({} if state == "new" else old, new, state))
        judge(answer, "of a busy minute", *among, odd=random.choice(ODD_PAGES))


# What the checks above are made of. Traffic is {view or (view, method, pid): {seconds: requests}}.


class Latency:
    """Do what django_prometheus.middleware.PrometheusAfterMiddleware does, with a clock of ours."""

    def __init__(self, get_response):
        self.get_response = get_response
        names = NAME, "Histogram of request processing time labelled by view."
        make = {"buckets": BOUNDS, "registry": self.registry}
        self.by_view = Histogram(*names, ["view", "method"], **make)
        self.all = Histogram(ALIKE[-1], "Histogram of requests processing time.", **make)

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        labels = (match.view_name if match else "<unnamed view>"), request.method
        for metric in (self.by_view.labels(*labels), self.all):
            metric.observe(self.seconds)
        return response


def some(random):
    found = {}
    for _ in range(random.randint(0, 6)):
        key = random.choice(("feed", *ODD_VIEWS[:3], ("feed", "POST", "")))
        found[key] = {random.choice(BOUNDS[:-1]) * random.choice((0.9, 1.5)): random.randint(1, 9)}
    return found


def add(*traffics):
    """Return traffic added up, with whole keys."""
    total = defaultdict(Counter)
    for traffic in traffics:
        for key, seconds in traffic.items():
            total[(key, "GET", "") if isinstance(key, str) else key].update(seconds)
    return total


def up_to(seconds, bound):
    return sum(number for taken, number in seconds.items() if taken <= bound)


def judge(answer, given, *instances, odd=""):
    """Fail unless the answer is right about instances: traffic before, in between, and state."""
    earlier, later, between = {}, {}, []
    for number, (old, new, *[state]) in enumerate((*it, "")[:3] for it in instances):
        name = f"10.0.0.{number}:8000"
        short = state == "short bounds"
        if state != "new":
            then = "" if odd == "labels in another order" else odd
            earlier[name] = page(add(old), then, short=short)
        if state != "gone":
            later[name] = page(add({} if state == "restarted" else old, new), odd, short=short)
            between.append(new)
    compare(answer, earlier, later, add(*between), given)


def compare(answer, earlier, later, between, given):
    got, views = plain(answer.p95(earlier, later)), defaultdict(Counter)
    for (view, *_), seconds in add(between).items():
        views[view].update(seconds)
    right = {view: quantile(seconds) for view, seconds in views.items()}
    if not isinstance(got, dict) or got.keys() != right.keys():
        same(got, right, call="p95()", given=given)
    for view, value in got.items():
        if type(value) not in (int, float) or not isclose(value, right[view], rel_tol=1e-6):
            shown = f"{value:.6g} seconds" if isinstance(value, float) else repr(value)
            within = [(bound, up_to(views[view], bound)) for bound in BOUNDS]
            raise fail(
                f"p95() {given}: {shown} for the view {view!r}.",
                f"{right[view]:.6g} seconds.",
                details=[
                    f"up to {bound:>5} s: {plural(number, 'request')}" for bound, number in within
                ],
            )


def quantile(seconds):
    """Return Prometheus's estimate of the 95th percentile."""
    counts = [up_to(seconds, bound) for bound in BOUNDS]
    rank = 0.95 * counts[-1]
    at = bisect_left(counts, rank)
    if at == len(BOUNDS) - 1:
        return BOUNDS[-2]
    lower, below = (BOUNDS[at - 1], counts[at - 1]) if at else (0.0, 0)
    return lower + (BOUNDS[at] - lower) * (rank - below) / (counts[at] - below)


def page(traffic, odd="", *, short=False):
    """Return the text of a /metrics page, one that is odd in this way."""
    lines = ["# HELP python_info Python", "# TYPE python_info gauge", 'python_info{v="3"} 1.0', ""]
    for name in (ALIKE[0], NAME, ALIKE[1]) if odd == "similar names" else (NAME,):
        lines += [f"# HELP {name} Histogram of request times.", f"# TYPE {name} histogram"]
        for (view, method, pid), seconds in traffic.items():
            if odd == "comments":
                lines += ["", f'# {NAME}_bucket{{view="feed",method="GET",le="0.01"}} 9999']
            escaped = view.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            labels = [f'view="{escaped}"', f'method="{method}"', *[f'pid="{pid}"'] * bool(pid)]
            for bound in BOUNDS:
                number = up_to(seconds, bound if name == NAME else bound / 8)
                le = "+Inf" if bound == inf else f"{bound:g}" if short else bound
                words = [*labels, f'le="{le}"']
                if odd == "labels in another order":
                    words.reverse()
                said = f"{number:.10e}" if odd == "numbers like 1.2e+01" else f"{number:.1f}"
                said += " 1764430000123" * (odd == "times")
                lines.append(f"{name}_bucket{{{','.join(words)}}} {said}")
            total = sum(taken * number for taken, number in seconds.items())
            lines.append(f"{name}_count{{{','.join(labels)}}} {up_to(seconds, inf):.1f}")
            lines.append(f"{name}_sum{{{','.join(labels)}}} {total}")
    samples = [line for line in lines if not line.startswith("#")]
    return "\n".join([*(samples if odd == "nothing but samples" else lines), ""])
