"""Only eight may wait: the others get an error at once, in a process with 32 threads.

max_waiting is for a server that rather fails than is slow. Then the page must say so kindly.

Fails: queue
"""


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "max_waiting": 8}
    options = {**server["OPTIONS"], "pool": pool}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
