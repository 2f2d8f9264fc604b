"""Blames the largest part, which was there before the sum was too large.

Breaks: breaks
Fails: breaks
"""


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
    breaks = max(parts, key=parts.get) if sum(parts.values()) > free else None
    return {**parts, "left": free - sum(parts.values()), "breaks": breaks}
