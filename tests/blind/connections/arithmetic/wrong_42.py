"""Breaks the rule "pool": it always opens the smallest number.

The web's processes are counted as min(threads, largest). When the smallest number is above the
number of threads, the pool opens more than that all the same.
"""


def budget(site):
    if site["pool"] is None:
        web, celery = site["threads"], 1
    else:
        smallest, largest = site["pool"]
        web = min(site["threads"], largest)
        celery = max(smallest, 1)
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
