"""RIGHT: a copy of `site` is worked on, with lambdas in a table that is read in order."""

from copy import deepcopy

TABLE = {
    "web": lambda it: it["servers"] * it["workers"] * it["per"](it["threads"]),
    "deploy": lambda it: it["more"] * it["workers"] * it["per"](it["threads"]),
    "celery": lambda it: it["machines"] * it["concurrency"] * it["per"](1),
    "admin": lambda it: it["admin"],
}


def limits(pool):
    if pool is None:
        return lambda threads: threads
    smallest, largest = pool
    return lambda threads: max(min(largest, threads), smallest)


def budget(site):
    it = deepcopy(site)
    it["more"] = it.get("deploy", it["servers"])
    it["per"] = limits(it.pop("pool"))
    room = it["max_connections"] - it["reserved"]
    result = {}
    breaks = None
    for part, count in TABLE.items():
        result[part] = count(it)
        if breaks is None and sum(result.values()) > room:
            breaks = part
    left = room - sum(result.values())
    result.update(left=left, breaks=breaks)
    return result
