"""WRONG (rule: restart): without CONN_HEALTH_CHECKS the pool lends dead connections."""


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "timeout": 8}
    options = {**server.get("OPTIONS", {}), "pool": pool}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0}
    }
