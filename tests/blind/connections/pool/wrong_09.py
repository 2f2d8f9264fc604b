"""WRONG (rule: connections): eight when it is quiet, but up to twelve when more than eight meet."""


def databases(server):
    pool = {"min_size": 8, "max_size": 12, "timeout": 5}
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
        }
    }
