"""WRONG (rule: deploy): with a pool, counts only the smallest number for the new servers, as if they had no visitors yet; at worst they are as busy."""


def budget(site):
    smallest, largest = site["pool"] or (0, max(1, site["threads"]))
    web = site["servers"] * site["workers"] * max(smallest, min(site["threads"], largest))
    parts = {
        "web": web,
        "deploy": (site["servers"] * site["workers"] * smallest if site["pool"] else web),
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
