"""How many connections a process may have comes first; each part is a number of processes."""

from itertools import accumulate


def per_process(threads, pool):
    if pool is None:
        return threads
    smallest, largest = pool
    return max(smallest, min(largest, threads))


def budget(site):
    server = site["workers"] * per_process(site["threads"], site["pool"])
    parts = {
        "web": site["servers"] * server,
        "deploy": site["deploy"] * server,
        "celery": site["machines"] * site["concurrency"] * per_process(1, site["pool"]),
        "admin": site["admin"],
    }
    free = site["max_connections"] - site["reserved"]
    sums = zip(parts, accumulate(parts.values()), strict=True)
    breaks = next((name for name, so_far in sums if so_far > free), None)
    return {**parts, "left": free - sum(parts.values()), "breaks": breaks}
