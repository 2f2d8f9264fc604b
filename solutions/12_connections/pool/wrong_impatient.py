"""A pool that refuses a request after half a second, which a busy moment may well last.

Breaks: queue
Fails: queue
"""


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "timeout": 0.5}
    options = {**server["OPTIONS"], "pool": pool}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
