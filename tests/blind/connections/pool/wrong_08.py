"""WRONG (rule: restart): keepalives and a short life, but no check: the pool lends a dead connection."""

POOL = {"min_size": 4, "max_size": 8, "timeout": 5, "max_lifetime": 900, "max_idle": 300}
ALIVE = {"keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2}


def databases(server):
    options = {**ALIVE, **server.get("OPTIONS", {}), "pool": dict(POOL)}
    return {"default": {**server, "CONN_MAX_AGE": 0, "OPTIONS": options}}
