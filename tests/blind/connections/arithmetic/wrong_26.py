"""WRONG (rule: result): without a pool, it writes one into `site`, which is changed and wrong when threads change later."""


def budget(site):
    if site["pool"] is None:
        site["pool"] = (0, max(1, site["threads"]))
    smallest, largest = site["pool"]
    web = site["servers"] * site["workers"] * max(smallest, min(site["threads"], largest))
    parts = {
        "web": web,
        "deploy": web,
        "celery": site["machines"] * site["concurrency"] * max(smallest, min(1, largest)),
        "admin": site["admin"],
    }
    room = site["max_connections"] - site["reserved"]
    left = room - sum(parts.values())
    breaks, total = None, 0
    for part, number in parts.items():
        total += number
        if total > room:
            breaks = part
            break
    return {**parts, "left": left, "breaks": breaks}
