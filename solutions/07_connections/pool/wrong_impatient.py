"""A pool that sends people away after half a second, which a busy moment lasts easily.

Fails: queue
"""


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "timeout": 0.5}
    options = {**server["OPTIONS"], "pool": pool}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
