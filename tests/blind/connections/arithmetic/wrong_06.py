"""WRONG (rule: breaks): the reserved connections are taken off at the end: breaks names a later part, or None, when the parts fit into max_connections only."""


def of_process(pool, threads):
    if pool is None:
        return threads
    smallest, largest = pool
    return max(smallest, min(threads, largest))


def budget(site):
    web_process = of_process(site["pool"], site["threads"])
    celery_process = of_process(site["pool"], 1)
    more = site.get("deploy", site["servers"])
    parts = {
        "web": site["servers"] * site["workers"] * web_process,
        "deploy": more * site["workers"] * web_process,
        "celery": site["machines"] * site["concurrency"] * celery_process,
        "admin": site["admin"],
    }
    left = site["max_connections"]
    breaks = None
    for name, number in parts.items():
        left -= number
        if left < 0 and breaks is None:
            breaks = name
    left -= site["reserved"]
    return {**parts, "left": left, "breaks": breaks}
