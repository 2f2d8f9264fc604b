"""psycopg's pool: two connections at rest, eight when it is busy; a dead one is not given out."""


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 2, "max_size": 8}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
