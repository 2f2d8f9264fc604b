"""WRONG (rule: age): None keeps a connection forever; no request closes one that is an hour old."""


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}
