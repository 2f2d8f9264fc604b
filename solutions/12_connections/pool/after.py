"""Two connections at rest and eight at most, each checked before use; five seconds in the queue."""


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "timeout": 5}
    options = {**server["OPTIONS"], "pool": pool}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
