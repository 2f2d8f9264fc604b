"""Breaks the rule "result": `site` is not changed.

A missing pool is replaced, in `site` itself, by one that is as large as the threads need. It shows
only when the pool is None: afterwards site["pool"] is (0, threads).
"""


def budget(site):
    if site["pool"] is None:
        site["pool"] = (0, site["threads"])
    smallest, largest = site["pool"]
    web = max(smallest, min(site["threads"], largest))
    celery = max(smallest, min(1, largest))
    parts = {
        "web": site["servers"] * site["workers"] * web,
        "deploy": site["deploy"] * site["workers"] * web,
        "celery": site["machines"] * site["concurrency"] * celery,
        "admin": site["admin"],
    }
    room = site["max_connections"] - site["reserved"]
    breaks = None
    total = 0
    for part, number in parts.items():
        total += number
        if total > room:
            breaks = part
            break
    return {**parts, "left": room - sum(parts.values()), "breaks": breaks}
