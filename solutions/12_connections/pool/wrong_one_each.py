"""A pool as large as the number of threads: no request waits, and nothing is saved.

Breaks: connections
Fails: connections
"""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 8, "max_size": 32, "timeout": 5}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
