"""WRONG (rule: breaks): left counts the reserved connections, but breaks does not: it is None or a later part when they make the difference."""


def budget(site):
    smallest, largest = site["pool"] or (0, max(1, site["threads"]))
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
        if total > site["max_connections"]:
            breaks = part
            break
    return {**parts, "left": left, "breaks": breaks}
