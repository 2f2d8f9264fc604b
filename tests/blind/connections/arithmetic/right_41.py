"""A small function gives the connections of one process; a loop finds the part that breaks."""


def of_a_process(pool, threads):
    if pool is None:
        return threads
    smallest, largest = pool
    return max(smallest, min(threads, largest))


def budget(site):
    web_process = of_a_process(site["pool"], site["threads"])
    celery_process = of_a_process(site["pool"], 1)
    parts = {
        "web": site["servers"] * site["workers"] * web_process,
        "deploy": site["deploy"] * site["workers"] * web_process,
        "celery": site["machines"] * site["concurrency"] * celery_process,
        "admin": site["admin"],
    }
    available = site["max_connections"] - site["reserved"]
    breaks = None
    total = 0
    for name, number in parts.items():
        total += number
        if total > available:
            breaks = name
            break
    return {**parts, "left": available - sum(parts.values()), "breaks": breaks}
