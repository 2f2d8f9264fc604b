"""Breaks the rule "breaks": the first part in the rules' order.

It adds up what runs every day first, and the deploy last. It shows when web and deploy fit but
Celery then does not, while web and Celery fit: the answer is "deploy" instead of "celery".
"""


def in_process(site, threads):
    if site["pool"] is None:
        return threads
    smallest, largest = site["pool"]
    return max(smallest, min(threads, largest))


def budget(site):
    web = site["workers"] * in_process(site, site["threads"])
    parts = {
        "web": site["servers"] * web,
        "celery": site["machines"] * site["concurrency"] * in_process(site, 1),
        "admin": site["admin"],
        "deploy": site["deploy"] * web,
    }
    left = site["max_connections"] - site["reserved"]
    breaks = None
    for part, number in parts.items():
        left -= number
        if left < 0 and breaks is None:
            breaks = part
    return {**parts, "left": left, "breaks": breaks}
