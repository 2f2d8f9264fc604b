"""None at rest: the first request of the morning waits for a connection to be opened."""


def databases(server):
    pool = {"min_size": 0, "max_size": 8, "max_idle": 300, "timeout": 5}
    return {
        "default": {
            **server,
            "OPTIONS": {**server["OPTIONS"], "pool": pool},
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
        }
    }
