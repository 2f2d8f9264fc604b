"""Breaks the rule "deploy": like web, with `deploy` servers.

It takes for granted that no more servers are deployed than there are. When the site grows with the
release (deploy above servers), the connections of the additional ones are missing.
"""


def budget(site):
    smallest, largest = site["pool"] or (0, site["threads"])
    web = max(smallest, min(site["threads"], largest))
    celery = max(smallest, min(1, largest))
    parts = {
        "web": site["servers"] * site["workers"] * web,
        "deploy": min(site["deploy"], site["servers"]) * site["workers"] * web,
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
