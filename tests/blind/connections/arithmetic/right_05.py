"""RIGHT: a generator yields what is left after each part."""


def counts(site):
    pool = site["pool"]
    smallest, largest = (0, float("inf")) if pool is None else pool
    web = int(max(smallest, min(site["threads"], largest)))
    celery = int(max(smallest, min(1, largest)))
    yield "web", site["servers"] * site["workers"] * web
    yield "deploy", site.get("deploy", site["servers"]) * site["workers"] * web
    yield "celery", site["machines"] * site["concurrency"] * celery
    yield "admin", site["admin"]


def budget(site):
    left = site["max_connections"] - site["reserved"]
    result = {}
    too_many = []
    for part, number in counts(site):
        result[part] = number
        left -= number
        if left < 0:
            too_many.append(part)
    result["left"] = left
    result["breaks"] = too_many[0] if too_many else None
    return result
