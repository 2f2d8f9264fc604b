"""WRONG (rule: celery): without a pool right; with one, each process counts as its largest number, although its one thread opens no more than one or the smallest."""


def of_process(pool, threads):
    if pool is None:
        return threads
    smallest, largest = pool
    return max(smallest, min(threads, largest))


def budget(site):
    web_process = of_process(site["pool"], site["threads"])
    # At worst, the pool is full.
    celery_process = 1 if site["pool"] is None else site["pool"][1]
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
