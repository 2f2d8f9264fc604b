"""WRONG (rule: queue): a request fails after two and a half seconds, where three must be possible."""


def databases(server):
    pool = {"min_size": 4, "max_size": 8, "timeout": 2.5}
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
        }
    }
