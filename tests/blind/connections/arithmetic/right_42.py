"""Running totals by accumulate(), and the first of them that is above what PostgreSQL has."""

from itertools import accumulate


def budget(site):
    def processes(computers, each, threads):
        smallest, largest = site["pool"] or (0, threads)
        return computers * each * max(smallest, min(largest, threads))

    parts = {
        "web": processes(site["servers"], site["workers"], site["threads"]),
        "deploy": processes(site["deploy"], site["workers"], site["threads"]),
        "celery": processes(site["machines"], site["concurrency"], 1),
        "admin": site["admin"],
    }
    room = site["max_connections"] - site["reserved"]
    totals = zip(parts, accumulate(parts.values()), strict=True)
    return {
        **parts,
        "left": room - sum(parts.values()),
        "breaks": next((part for part, total in totals if total > room), None),
    }
