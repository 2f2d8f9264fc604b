"""RIGHT: counted out: every process is an item of a Counter, with its number of connections."""

from collections import Counter


def sizes(site):
    pool = site["pool"]

    def size(threads):
        if pool is None:
            return threads
        smallest, largest = pool
        return smallest + max(0, min(threads, largest) - smallest)

    for _ in range(site["servers"]):
        yield "web", site["workers"] * size(site["threads"])
    for _ in range(site.get("deploy", site["servers"])):
        yield "deploy", site["workers"] * size(site["threads"])
    for _ in range(site["machines"]):
        yield "celery", site["concurrency"] * size(1)
    yield "admin", site["admin"]


def budget(site):
    total = Counter()
    for part, number in sizes(site):
        total[part] += number
    left = site["max_connections"] - site["reserved"]
    result = {}
    breaks = None
    for part in ("web", "deploy", "celery", "admin"):
        result[part] = total[part]
        left -= total[part]
        breaks = part if breaks is None and left < 0 else breaks
    return result | {"left": left, "breaks": breaks}
