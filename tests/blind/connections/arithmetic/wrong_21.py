"""WRONG (rule: celery): counts one connection for each process of Celery, though its pool always opens the smallest number."""


def budget(site):
    smallest, largest = site["pool"] or (0, max(1, site["threads"]))
    web = site["servers"] * site["workers"] * max(smallest, min(site["threads"], largest))
    parts = {
        "web": web,
        "deploy": web,
        "celery": site["machines"] * site["concurrency"] * 1,
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
