"""Connections that live for ten minutes, and are looked at before they are used again."""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
