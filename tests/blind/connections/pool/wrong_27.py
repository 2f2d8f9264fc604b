"""WRONG (rule: connections): two more than allowed, as a reserve; they are opened under pressure."""


def databases(server):
    pool = {"min_size": 8, "max_size": 10, "timeout": 8}
    options = {**server.get("OPTIONS", {}), "pool": pool}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    }
