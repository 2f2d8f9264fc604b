"""RIGHT: all eight from the start; the | of dictionaries; nine seconds."""


def databases(server):
    pool = {"min_size": 8, "max_size": 8, "timeout": 9}
    options = server.get("OPTIONS", {}) | {"pool": pool}
    return {
        "default": server
        | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options},
    }
