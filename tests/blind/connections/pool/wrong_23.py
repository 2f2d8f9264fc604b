"""WRONG (rule: queue): no timeout, and so the default: a request fails after thirty seconds, not ten."""


def databases(server):
    pool = {"min_size": 4, "max_size": 8}
    options = {**server.get("OPTIONS", {}), "pool": pool}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    }
