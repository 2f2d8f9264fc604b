"""WRONG (rule: queue): with 8 at work and 16 waiting, the next request fails immediately."""


def databases(server):
    pool = {"min_size": 4, "max_size": 8, "timeout": 5, "max_waiting": 16}
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
        }
    }
