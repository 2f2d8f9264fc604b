"""Only eight requests may wait: the others get an error immediately, in a process of 32 threads.

max_waiting is for a server that fails rather than is slow.

Breaks: queue
Fails: queue
"""


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "max_waiting": 8, "timeout": 5}
    options = {**server["OPTIONS"], "pool": pool}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
