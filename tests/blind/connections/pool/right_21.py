"""RIGHT: Django's pool of two to eight connections, checked when one is lent, eight seconds of waiting."""


def databases(server):
    pool = {"min_size": 2, "max_size": 8, "timeout": 8}
    options = {**server.get("OPTIONS", {}), "pool": pool}
    return {
        "default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    }
