"""Connections that are kept for ten minutes, and checked before they are used again."""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
