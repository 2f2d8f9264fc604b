"""RIGHT: the median of (smallest, threads, largest), and itertools.accumulate for the sums."""

from itertools import accumulate
from statistics import median_low


def budget(site):
    bounds = site["pool"] or ()

    def process(threads):
        return median_low([*bounds, threads]) if bounds else threads

    server = site["workers"] * process(site["threads"])
    parts = {
        "web": site["servers"] * server,
        "deploy": site.get("deploy", site["servers"]) * server,
        "celery": site["machines"] * site["concurrency"] * process(1),
        "admin": site["admin"],
    }
    room = site["max_connections"] - site["reserved"]
    sums = list(accumulate(parts.values()))
    breaks = next((name for name, so_far in zip(parts, sums) if so_far > room), None)
    return {**parts, "left": room - sums[-1], "breaks": breaks}
