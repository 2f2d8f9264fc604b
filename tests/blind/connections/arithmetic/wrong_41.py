"""Breaks the rule "pool", for Celery.

A Celery process is counted as the smallest number of its pool. When that is 0, it still opens one
for its thread, and the answer says that Celery needs none.
"""


def budget(site):
    pool = site["pool"]
    if pool is None:
        web, celery = site["threads"], 1
    else:
        web, celery = max(pool[0], min(site["threads"], pool[1])), pool[0]
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
