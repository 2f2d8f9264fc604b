"""WRONG (rule: queue): the time limit is the usual one of the pool, 30 seconds."""


def databases(server):
    pool = {"min_size": 4, "max_size": 8}
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
        }
    }
