"""Two days after a release, every tenth page fails: "sorry, too many clients already".

PostgreSQL accepts max_connections clients. Somebody added up 3 servers of 8 processes. But a
process may have several connections, and others connect.

Change budget() so that it says how many connections each part may have at worst.

Rules:
- web: servers x workers x threads; a connection for each thread.
- pool: (smallest, largest) of each process: it always opens the smallest number, and more, one for
  each thread, up to the largest; or None.
- deploy: like web, with `deploy` servers.
- celery: machines x concurrency; one thread each, the same pool.
- admin: as given.
- left: max_connections without `reserved` and all parts, perhaps negative.
- breaks: the first part, in this order, that makes the sum too large, or None.
- result: a dictionary with these keys except pool; `site` is not changed.
"""


def budget(site):
    # TODO: threads, pools, releases and Celery's concurrency are not in it.
    parts = {
        "web": site["servers"] * site["workers"],
        "deploy": 0,
        "celery": site["machines"],
        "admin": site["admin"],
    }
    left = site["max_connections"] - sum(parts.values())
    breaks = max(parts, key=parts.get) if left < 0 else None
    return {**parts, "left": left, "breaks": breaks}
