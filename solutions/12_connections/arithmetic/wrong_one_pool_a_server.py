"""Counts one pool for each server: but every process has its own.

Breaks: pool
Fails: pool
"""

from itertools import accumulate


def per_process(threads, pool):
    if pool is None:
        return threads
    smallest, largest = pool
    return max(smallest, min(largest, threads))


def budget(site):
    server = (
        per_process(site["workers"] * site["threads"], site["pool"])
        if site["pool"]
        else site["workers"] * site["threads"]
    )
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
