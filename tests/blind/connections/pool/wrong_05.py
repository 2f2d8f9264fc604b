"""WRONG (rule: together): without max_size the four are all, so the fifth request waits."""


def databases(server):
    pool = {"min_size": 4, "timeout": 5}  # grows when it must
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**server.get("OPTIONS", {}), "pool": pool},
        }
    }
