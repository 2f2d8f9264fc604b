"""WRONG (rule: result): without a pool, `site` is changed: its pool becomes (0, threads), so a later call with more threads says too few."""


def of_process(pool, threads):
    if pool is None:
        return threads
    smallest, largest = pool
    return max(smallest, min(threads, largest))


def budget(site):
    if site["pool"] is None:
        # The same as a pool that has room for every thread.
        site["pool"] = (0, site["threads"])
    web_process = of_process(site["pool"], site["threads"])
    celery_process = of_process(site["pool"], 1)
    more = site.get("deploy", site["servers"])
    parts = {
        "web": site["servers"] * site["workers"] * web_process,
        "deploy": more * site["workers"] * web_process,
        "celery": site["machines"] * site["concurrency"] * celery_process,
        "admin": site["admin"],
    }
    left = site["max_connections"] - site["reserved"]
    breaks = None
    for name, number in parts.items():
        left -= number
        if left < 0 and breaks is None:
            breaks = name
    return {**parts, "left": left, "breaks": breaks}
