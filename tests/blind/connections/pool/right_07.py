"""RIGHT: a name, more workers, and shorter (but long) lives for what the pool keeps."""

POOL = {
    "name": "arena",
    "min_size": 2,
    "max_size": 8,
    "timeout": 5,
    "max_lifetime": 30 * 60,
    "max_idle": 5 * 60,
    "num_workers": 4,
}


def databases(server):
    options = dict(server.get("OPTIONS", {}))
    options["pool"] = dict(POOL)
    return {
        "default": {
            **server,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    }
