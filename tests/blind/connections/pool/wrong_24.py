"""WRONG (rule: queue): a request that waits for more than two seconds fails; it should wait for three."""


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "timeout": 2}
    options = {**server.get("OPTIONS", {}), "pool": pool}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    }
