"""WRONG (rule: pool): counts the largest number of the pool, even where a process has fewer threads."""


def budget(site):
    smallest, largest = site["pool"] or (0, max(1, site["threads"]))
    web = site["servers"] * site["workers"] * (largest if site["pool"] else site["threads"])
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
