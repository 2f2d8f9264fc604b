"""WRONG (rule: restart): a pool keeps the connections, but without CONN_HEALTH_CHECKS it hands out dead ones."""


def databases(server):
    pool = {"min_size": 1, "max_size": 16, "timeout": 10, "max_idle": 1800, "max_lifetime": 3000}
    options = {**server.get("OPTIONS", {}), "pool": pool}
    return {"default": {**server, "OPTIONS": options, "CONN_MAX_AGE": 0}}
