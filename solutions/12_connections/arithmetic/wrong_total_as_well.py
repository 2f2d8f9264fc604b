"""Adds a sum that nobody asked for: code that adds up all numbers counts twice.

Breaks: result
Fails: answer
"""


def per_process(threads, pool):
    if pool is None:
        return threads
    smallest, largest = pool
    return max(smallest, min(largest, threads))


def budget(site):
    server = site["workers"] * per_process(site["threads"], site["pool"])
    celery = site["machines"] * site["concurrency"] * per_process(1, site["pool"])
    left = site["max_connections"] - site["reserved"]
    result = {"total": 0, "left": left, "breaks": None}
    for part, held in (
        ("web", site["servers"] * server),
        ("deploy", site["deploy"] * server),
        ("celery", celery),
        ("admin", site["admin"]),
    ):
        result[part] = held
        result["total"] += held
        result["left"] -= held
        if result["left"] < 0 and not result["breaks"]:
            result["breaks"] = part
    return result
