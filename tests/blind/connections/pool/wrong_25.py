"""WRONG (rule: queue): only 16 requests may wait; when all 32 threads want a connection, eight fail immediately."""


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "timeout": 8, "max_waiting": 16}
    options = {**server.get("OPTIONS", {}), "pool": pool}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    }
