"""psycopg's pool: fewer connections than threads. It takes health checks, and no CONN_MAX_AGE."""


def databases(server):
    options = {**server["OPTIONS"], "pool": True}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}
