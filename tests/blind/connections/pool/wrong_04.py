"""WRONG (rule: connections): max_lifetime 0 is not forever: each returned connection is replaced."""


def databases(server):
    pool = {"min_size": 8, "max_size": 8, "timeout": 5, "max_lifetime": 0}
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
        }
    }
