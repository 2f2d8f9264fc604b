"""All calls fill and return the same dictionary: the second site overwrites the first one.

Breaks: result
Fails: any
"""

RESULT = dict.fromkeys(["web", "deploy", "celery", "admin", "left", "breaks"])


def clamp(pool, threads):
    return threads if pool is None else max(pool[0], min(threads, pool[1]))


def budget(site):
    web = site["workers"] * clamp(site["pool"], site["threads"])
    RESULT["web"] = site["servers"] * web
    RESULT["deploy"] = site["deploy"] * web
    RESULT["celery"] = site["machines"] * site["concurrency"] * clamp(site["pool"], 1)
    RESULT["admin"] = site["admin"]
    RESULT["left"] = site["max_connections"] - site["reserved"]
    RESULT["breaks"] = None
    for part in ("web", "deploy", "celery", "admin"):
        RESULT["left"] -= RESULT[part]
        if RESULT["left"] < 0 and RESULT["breaks"] is None:
            RESULT["breaks"] = part
    return RESULT
