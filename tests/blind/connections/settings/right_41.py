"""A connection lives for ten minutes, and each request tries it before its first query."""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
