"""WRONG (rule: connections): half a minute later the connections are too old, and 16 more are opened."""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 20, "CONN_HEALTH_CHECKS": True}}
