"""Counts one connection for each process without a pool: but each thread has its own.

Breaks: web
Fails: threads
"""

from itertools import accumulate


def per_process(threads, pool):
    if pool is None:
        return 1 if threads else 0
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
