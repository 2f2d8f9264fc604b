"""A pool that may have twice as many connections as there are threads.

A pool grows when somebody has to wait, also while a connection is on its way.

Fails: sessions
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 8, "max_size": 32}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
