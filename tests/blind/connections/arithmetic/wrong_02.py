"""WRONG (rule: pool): a pool that starts empty, (0, largest), is taken for none: more threads than `largest` count as that many connections."""


def of_process(pool, threads):
    if not pool or not pool[0]:
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
    left = site["max_connections"] - site["reserved"]
    breaks = None
    for name, number in parts.items():
        left -= number
        if left < 0 and breaks is None:
            breaks = name
    return {**parts, "left": left, "breaks": breaks}
