"""Breaks the rule "breaks": the sum is too large when it does not fit beside `reserved`.

The running sum is compared with max_connections alone. When the parts fit only by using the
reserved ones, `left` is negative and `breaks` is None (or names a later part).
"""

from itertools import accumulate


def per_process(pool, threads):
    smallest, largest = pool or (threads, threads)
    return max(smallest, min(threads, largest))


def budget(site):
    web = site["workers"] * per_process(site["pool"], site["threads"])
    parts = {
        "web": site["servers"] * web,
        "deploy": site["deploy"] * web,
        "celery": site["machines"] * site["concurrency"] * per_process(site["pool"], 1),
        "admin": site["admin"],
    }
    left = site["max_connections"] - site["reserved"] - sum(parts.values())
    sums = zip(parts, accumulate(parts.values()), strict=True)
    breaks = next((part for part, total in sums if total > site["max_connections"]), None)
    return {**parts, "left": left, "breaks": breaks}
