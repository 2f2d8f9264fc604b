"""RIGHT: a pool is clipped with sorted(), what breaks is found from the end."""


def clip(pool, threads):
    return threads if pool is None else sorted([pool[0], threads, pool[1]])[1]


def budget(site):
    web = site["servers"] * site["workers"] * clip(site["pool"], site["threads"])
    more = site.get("deploy", site["servers"])
    deploy = more * site["workers"] * clip(site["pool"], site["threads"])
    celery = site["machines"] * site["concurrency"] * clip(site["pool"], 1)
    admin = site["admin"]
    room = site["max_connections"] - site["reserved"]
    breaks = None
    if web + deploy + celery + admin > room:
        breaks = "admin"
    if web + deploy + celery > room:
        breaks = "celery"
    if web + deploy > room:
        breaks = "deploy"
    if web > room:
        breaks = "web"
    return {
        "web": web,
        "deploy": deploy,
        "celery": celery,
        "admin": admin,
        "left": room - web - deploy - celery - admin,
        "breaks": breaks,
    }
