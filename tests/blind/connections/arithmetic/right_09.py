"""RIGHT: functools.reduce over the parts with an accumulator of (left, breaks)."""

from functools import partial, reduce
from operator import itemgetter

PARTS = ("web", "deploy", "celery", "admin")


def process(pool, threads):
    least, most = pool if pool is not None else (threads, threads)
    if threads <= least:
        return least
    return threads if threads <= most else most


def step(parts, state, name):
    left, breaks = state
    left -= parts[name]
    return left, breaks or (name if left < 0 else None)


def budget(site):
    servers, workers, threads = itemgetter("servers", "workers", "threads")(site)
    machines, concurrency = itemgetter("machines", "concurrency")(site)
    server = workers * process(site["pool"], threads)
    numbers = (
        servers * server,
        site.get("deploy", servers) * server,
        machines * concurrency * process(site["pool"], 1),
        site["admin"],
    )
    parts = dict(zip(PARTS, numbers, strict=True))
    start = (site["max_connections"] - site["reserved"], None)
    left, breaks = reduce(partial(step, parts), PARTS, start)
    return {**parts, "left": left, "breaks": breaks}
