"""WRONG (rule: deploy): the new servers count as processes whose pools have only just opened: the smallest number each, though at worst they are as busy as the old ones."""


def of_process(pool, threads):
    if pool is None:
        return threads
    smallest, largest = pool
    return max(smallest, min(threads, largest))


def budget(site):
    web_process = of_process(site["pool"], site["threads"])
    celery_process = of_process(site["pool"], 1)
    more = site.get("deploy", site["servers"])
    # The new ones have no visitors yet.
    new_process = site["pool"][0] if site["pool"] else web_process
    parts = {
        "web": site["servers"] * site["workers"] * web_process,
        "deploy": more * site["workers"] * new_process,
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
