"""RIGHT: opens connections only when they are needed, keeps them for half an hour; merged with |."""

POOL = {
    "min_size": 0,
    "max_size": 8,
    "timeout": 9,
    "max_idle": 1800,
    "max_lifetime": 3600,
    "reconnect_timeout": 60,
}
CHECKED = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


def databases(server):
    options = (server.get("OPTIONS") or {}) | {"pool": dict(POOL)}
    return {"default": server | {"OPTIONS": options} | CHECKED}
