"""RIGHT: a table of (processes, threads) for each part, comprehensions, and bisect over the sums."""

from bisect import bisect_right
from itertools import accumulate


def budget(site):
    low, high = site["pool"] or (0, max(site["threads"], 1))
    workers = site["workers"]
    table = {
        "web": (site["servers"] * workers, site["threads"]),
        "deploy": (site.get("deploy", site["servers"]) * workers, site["threads"]),
        "celery": (site["machines"] * site["concurrency"], 1),
    }
    parts = {
        name: processes * max(low, min(high, threads))
        for name, (processes, threads) in table.items()
    }
    parts["admin"] = site["admin"]
    room = site["max_connections"] - site["reserved"]
    sums = [*accumulate(parts.values())]
    # The sums never fall: the first one that is over the room.
    first = bisect_right(sums, room)
    breaks = list(parts)[first] if first < len(parts) else None
    return {**parts, "left": room - sums[-1], "breaks": breaks}
