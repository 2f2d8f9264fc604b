"""A pool as large as the number of threads: nobody waits, and nothing is saved.

Fails: connections
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 8, "max_size": 32}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
