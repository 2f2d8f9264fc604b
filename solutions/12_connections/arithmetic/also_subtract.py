"""Starts with the connections there are, and subtracts one part after the other."""


def budget(site):
    smallest, largest = site["pool"] or (0, float("inf"))

    def held(processes, threads):
        return processes * max(smallest, min(largest, threads))

    result = {
        "web": held(site["servers"] * site["workers"], site["threads"]),
        "deploy": held(site["deploy"] * site["workers"], site["threads"]),
        "celery": held(site["machines"] * site["concurrency"], 1),
        "admin": site["admin"],
    }
    left, breaks = site["max_connections"] - site["reserved"], None
    for name, number in result.items():
        left -= number
        if left < 0 and breaks is None:
            breaks = name
    return {**result, "left": left, "breaks": breaks}
